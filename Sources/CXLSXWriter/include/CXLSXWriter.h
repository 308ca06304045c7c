#ifndef HAILONG_CXLSXWRITER_H
#define HAILONG_CXLSXWRITER_H

#include <xlsxwriter.h>

/* What is called of libxlsxwriter. It is loaded with the first workbook and not with the program:
 * it brings libcrypto along, and a server that makes no workbook needs neither. */
#define HL_XLSX_CALLS(call) \
    call(chart_add_series) call(chart_axis_get) call(chart_axis_set_max) call(chart_axis_set_min) \
    call(chart_axis_set_num_format) call(chart_legend_set_position) \
    call(chart_series_set_categories) call(chart_series_set_line) \
    call(chart_series_set_marker_type) call(chart_series_set_name_range) \
    call(chart_series_set_values) call(chart_show_blanks_as) call(chart_title_set_name) \
    call(format_set_align) call(format_set_bg_color) call(format_set_bold) \
    call(format_set_bottom) call(format_set_font_color) call(format_set_font_size) \
    call(format_set_indent) call(format_set_italic) call(format_set_num_format) \
    call(format_set_text_wrap) call(lxw_strerror) call(lxw_workbook_free) \
    call(workbook_add_chart) call(workbook_add_format) call(workbook_add_worksheet) \
    call(workbook_close) call(workbook_new_opt) call(workbook_set_properties) \
    call(worksheet_autofilter) call(worksheet_fit_to_pages) call(worksheet_freeze_panes) \
    call(worksheet_insert_chart) call(worksheet_repeat_rows) call(worksheet_set_column) \
    call(worksheet_set_footer) call(worksheet_set_landscape) call(worksheet_set_paper) \
    call(worksheet_write_number) call(worksheet_write_string)

/* The library's functions under their own names. */
struct hl_xlsx {
#define HL_XLSX_MEMBER(name) typeof(name) *_Null_unspecified name;
    HL_XLSX_CALLS(HL_XLSX_MEMBER)
};

/* Loads the library this was built for (`libxlsxwriter.so.4`) from where the system keeps its own.
 * Gives NULL, or what is missing, until the thread's next call of dlerror(3). */
const char *_Nullable hl_xlsx_load(struct hl_xlsx *_Nonnull calls);

/* Begins to watch the temporary files of the workbook that this thread makes next. */
void hl_watch_begin(void);

/* How many temporary files this thread's workbook has had since then. */
int hl_watch_files(void);

/* The system's number of the first write to one of them that failed, or 0. */
int hl_watch_fault(void);

/* A file in memory without a name, for the finished workbook: libxlsxwriter 1.1.4 writes to a path
 * alone. Gives a descriptor, or -1. */
int hl_memory_file(void);

#endif
