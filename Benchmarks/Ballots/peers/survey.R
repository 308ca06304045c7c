# The index by unit and month in R's survey, with the place-day as its cluster: the reference for
# what is right, and the usual way to get it.
#
# usage: Rscript survey.R RESPONSES.CSV ITEMS ROWS
#
# Prints one JSON line: seconds of one pass over so many rows, cells, and the index of the whole.
suppressMessages(library(survey))
arguments <- commandArgs(TRUE)
items <- as.integer(arguments[2])
table <- read.csv(arguments[1], nrows = as.integer(arguments[3]))
scores <- as.matrix(table[paste0("q", seq_len(items))])
table$answers <- rowSums(!is.na(scores))
table$satisfied <- rowSums(scores >= 4, na.rm = TRUE)
table$month <- substr(table$answered_at, 1, 7)
table$day <- interaction(table$place, substr(table$answered_at, 1, 10), drop = TRUE)
table <- table[table$answers * 2 >= items, ]
started <- proc.time()[["elapsed"]]
design <- svydesign(ids = ~day, weights = ~1, data = table)
result <- svyby(~satisfied, ~ place + month, design, svyratio, denominator = ~answers,
                vartype = "ci")
seconds <- proc.time()[["elapsed"]] - started
cat(sprintf('{"version": "%s", "seconds": [%f], "cells": %d, "index": %.15f}\n',
            packageVersion("survey"), seconds, nrow(result),
            sum(table$satisfied) / sum(table$answers)))
