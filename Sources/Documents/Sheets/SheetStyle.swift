/// The style of the print sheets, and the drawings that every sheet uses.
///
/// Nothing depends on printed backgrounds or colours: browsers leave backgrounds out, offices
/// print in black. Lengths are millimetres of A4; the two sheets of a page are A5 each.
enum SheetStyle {
    static let css = """
        @page { size: A4 portrait; margin: 0; }
        @page list { margin: 16mm 15mm; }
        * { box-sizing: border-box; margin: 0; padding: 0; }
        html { font-family: "Be Vietnam Pro", "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
          color: #000; background: #fff; line-height: 1.25; }
        .list { page: list; break-after: page; }
        .list h1 { font-size: 24pt; color: #12446b; }
        .list p { margin: 3mm 0; font-size: 11pt; }
        .list .second { color: #333; font-size: 10pt; }
        .list table { width: 100%; border-collapse: collapse; margin-top: 6mm; font-size: 11pt; }
        .list th { text-align: left; border-bottom: 0.5mm solid #12446b; padding: 1.5mm 2mm; }
        .list td { border-bottom: 0.2mm solid #999; padding: 1.5mm 2mm; overflow-wrap: anywhere; }
        .list tr { break-inside: avoid; }
        .list .number { text-align: right; width: 32mm; white-space: nowrap;
          font-variant-numeric: tabular-nums; }
        .list .total td { font-weight: bold; border-bottom: 0; border-top: 0.5mm solid #12446b; }
        .list a { color: inherit; text-decoration: none; }
        .page { position: relative; width: 210mm; height: 297mm; break-after: page;
          break-inside: avoid; overflow: hidden; }
        .page.last { break-after: auto; }
        .strip { position: absolute; top: 4.5mm; left: 9mm; right: 9mm; height: 5mm; display: flex;
          justify-content: space-between; gap: 6mm; font-size: 8.5pt; color: #333;
          white-space: nowrap; }
        .strip h2, .strip span { font-size: inherit; font-weight: normal; }
        .strip h2 { overflow: hidden; text-overflow: ellipsis; }
        .cut { position: absolute; top: 148.5mm; left: 0; width: 210mm; height: 0;
          border-top: 0.3mm dashed #666; }
        .sheet { position: absolute; left: 8mm; width: 194mm; height: 134mm;
          border: 0.6mm solid #12446b; border-radius: 4mm; padding: 4mm 7mm 3mm;
          display: flex; flex-direction: column; overflow: hidden; }
        .sheet.upper { top: 10mm; }
        .sheet.lower { top: 154mm; }
        .sheet > * { position: relative; }
        .head { border-bottom: 0.6mm solid #12446b; padding-bottom: 2mm; }
        .unit { font-size: 12.5pt; color: #12446b; font-weight: 600; overflow-wrap: anywhere; }
        .place { font-size: 27pt; line-height: 1.12; font-weight: 700; overflow-wrap: anywhere; }
        .centre { font-size: 10pt; color: #333; overflow-wrap: anywhere; }
        .body { flex: 1; display: flex; gap: 9mm; align-items: center; min-height: 0; }
        .scan { flex: none; width: 60mm; text-align: center; }
        .scan .qr { display: block; width: 60mm; height: 60mm; }
        .code { font-family: "DejaVu Sans Mono", "Liberation Mono", Consolas, monospace;
          font-weight: 700; font-size: 24pt; line-height: 1.05; overflow-wrap: anywhere; }
        .say { flex: 1; min-width: 0; }
        .invite { font-size: 22pt; line-height: 1.12; font-weight: 700; color: #12446b;
          text-wrap: balance; }
        .invite.second { font-size: 14pt; color: #333; font-weight: 600; margin-top: 1.5mm; }
        .faces { display: block; width: 92mm; height: 14mm; margin: 3mm 0 0.5mm; color: #12446b; }
        .ends { display: flex; justify-content: space-between; width: 92mm; font-size: 9pt;
          line-height: 1.2; }
        .ends > span + span { text-align: right; }
        .ends .second { font-size: 8pt; color: #333; }
        .ends span span { display: block; }
        .steps { font-size: 11.5pt; margin-top: 2mm; }
        .steps.second { font-size: 10pt; color: #333; margin-top: 0.8mm; }
        .typing { border-top: 0.2mm solid #999; padding-top: 1.5mm; font-size: 9.5pt; color: #333; }
        .typing b { display: block; color: #000; font-size: 15pt; line-height: 1.2;
          font-family: "DejaVu Sans Mono", "Liberation Mono", Consolas, monospace;
          overflow-wrap: anywhere; }
        .foot { margin-top: 1mm; font-size: 8.5pt; line-height: 1.2; color: #222; }
        .foot .second { color: #444; }
        .place.long { font-size: 17pt; }
        .place.longer { font-size: 13pt; }
        .place.longest { font-size: 11pt; }
        .unit.longer, .unit.longest, .centre.longer, .centre.longest { font-size: 9pt;
          line-height: 1.15; }
        .code.long { font-size: 20pt; }
        .code.longer { font-size: 12.5pt; }
        .code.longest { font-size: 9.5pt; }
        .typing b.longer, .typing b.longest { font-size: 12pt; }
        .sample { position: absolute !important; left: 72mm; right: 2mm; top: 56mm;
          text-align: center; font-size: 39pt; font-weight: 800; color: #000; opacity: 0.15;
          transform: rotate(-16deg); white-space: nowrap; }
        .mark { float: right; margin-left: 5mm; font-size: 11pt; font-weight: 800;
          border: 0.5mm solid #000; border-radius: 1.5mm; padding: 0.5mm 2.5mm; }
        @media screen {
          html { background: #777; }
          .page, .list { background: #fff; margin: 6mm auto; box-shadow: 0 1mm 4mm #333; }
          .list { width: 210mm; padding: 16mm 15mm; }
        }
        """

    /// Five faces of one size, from very dissatisfied to very satisfied, drawn once and used by
    /// every sheet; decoration, the words stand beside them.
    static var faces: String {
        let mouths = [
            "M-3 4.2Q0 0 3 4.2", "M-3.2 3.6Q0 1.4 3.2 3.6", "M-3.2 3H3.2",
            "M-3.2 2.2Q0 4.8 3.2 2.2", "M-3.4 1.6Q0 6.6 3.4 1.6",
        ]
        let drawn = mouths.enumerated().map { order, mouth in
            "<g transform=\"translate(\(8 + order * 19) 7)\"><circle r=\"6.5\"/>"
                + "<path d=\"\(mouth)\"/><path d=\"M-2.3 -2.2v0.9M2.3 -2.2v0.9\"/></g>"
        }
        return "<svg width=\"0\" height=\"0\" aria-hidden=\"true\"><symbol id=\"faces\" "
            + "viewBox=\"0 0 92 14\"><g fill=\"none\" stroke=\"currentColor\" "
            + "stroke-width=\"0.7\" stroke-linecap=\"round\">" + drawn.joined()
            + "</g></symbol></svg>"
    }
}
