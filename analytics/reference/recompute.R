# Computes a report again from the exported files, for auditors: base R and the package survey.
#
#   Rscript recompute.R REPORT.json EXPORTS [CONTENT]
#
# REPORT.json  hailong report --format json
# EXPORTS      a folder with units.csv, places.csv and responses.csv of hailong export
# CONTENT      the folder that holds forms/ and analytics/; else the one this script lies in
#
# Also dossiers.csv where the index weighs by them: strata by unit or field are made again by
# svydesign, ballots the observations.
#
# Shares, limits and verdicts of every unit and target are held against the report's; ends with 1
# above 1e-9 or where a count or a verdict differs. Branching of forms is not followed here
# (recompute.py does it); a form with conditions on items of the index ends with a message.
suppressMessages(library(survey))
tolerance <- 1e-9
suppressed.below <- 5

# JSON into lists, from its tokens: objects and arrays become lists, null becomes NULL.
parse.json <- function(path) {
  text <- paste(readLines(path, encoding = "UTF-8", warn = FALSE), collapse = "\n")
  pattern <- "\"([^\"\\\\]|\\\\.)*\"|-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null|[][{}:,]"
  tokens <- regmatches(text, gregexpr(pattern, text, perl = TRUE))[[1]]
  place <- 0
  following <- function() { place <<- place + 1; tokens[place] }
  plain <- function(token) gsub("\\\\(.)", "\\1", substr(token, 2, nchar(token) - 1))
  value <- function(token = following()) {
    if (token == "{") {
      found <- list()
      while ((token <- following()) != "}") {
        if (token == ",") token <- following()
        name <- plain(token)
        following()
        found[name] <- list(value())
      }
      found
    } else if (token == "[") {
      found <- list()
      while ((token <- following()) != "]") {
        if (token == ",") token <- following()
        found <- c(found, list(value(token)))
      }
      found
    } else if (startsWith(token, "\"")) plain(token)
    else switch(token, true = TRUE, false = FALSE, null = NULL, as.numeric(token))
  }
  value()
}

arguments <- commandArgs(trailingOnly = TRUE)
if (!length(arguments) %in% 2:3) stop("recompute.R REPORT.json EXPORTS [CONTENT]")
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
content <- if (length(arguments) == 3) arguments[3] else
  file.path(dirname(normalizePath(script)), "..", "..")
report <- parse.json(arguments[1])
load <- function(name) read.csv(
  file.path(arguments[2], paste0(name, ".csv")), colClasses = "character",
  encoding = "UTF-8", check.names = FALSE)
definitions <- function(kind) lapply(
  list.files(file.path(content, "analytics", kind), "\\.json$", full.names = TRUE), parse.json)

again <- "make the report again without"
if (!is.null(report$audience)) stop("figures were withheld: ", again, " --audience")
if (!is.null(report$filter)) stop("it counts a part of the ballots: ", again, " its filter")
if (!is.null(report$design)) stop("place-days are one observation: ", again, " --design")
index <- Filter(
  function(one) one$id == report$index$id && one$version == report$index$version,
  definitions("indices"))[[1]]
method <- report$index$method
if (!method %in% c("t2b.overallItem", "t2b.pooled"))
  stop("this script knows no method ", method)
scopes <- list()
for (file in definitions("targets")) for (row in file$targets) {
  scopes[[row$id]] <- list(item = file$scope$item, field = file$scope$field,
                           threshold = row$threshold)
}
satisfied <- unlist(index$satisfied)
items <- unlist(lapply(index$dimensions, function(part) part$items))
if (is.null(items)) items <- index$overallItem
for (path in list.files(file.path(content, "forms"), "\\.json$", full.names = TRUE)) {
  for (item in parse.json(path)$items) {
    if (is.list(item) && !is.null(item$showWhen) && isTRUE(item$id %in% items))
      stop("a form asks ", item$id, " under a condition: use recompute.py")
  }
}

units <- load("units")
responses <- load("responses")
# The instant at +07:00, whatever offset it was written with.
stamp <- responses$answered_at
zone <- ifelse(grepl("Z$", stamp), "+00:00", substr(stamp, nchar(stamp) - 5, nchar(stamp)))
minutes <- as.numeric(paste0(substr(zone, 1, 1), "1")) *
  (60 * as.numeric(substr(zone, 2, 3)) + as.numeric(substr(zone, 5, 6)))
instant <- as.POSIXct(substr(stamp, 1, 19), format = "%Y-%m-%dT%H:%M:%S", tz = "UTC") -
  60 * minutes + 7 * 3600
day <- format(instant, "%Y-%m-%d", tz = "UTC")
stored <- rep(Inf, nrow(responses))
for (closing in report$closings) stored[substr(day, 1, 7) == closing$month] <- closing$stored
counts <- day >= report$period$from & day <= report$period$to &
  seq_len(nrow(responses)) <= stored
level.of <- function(item) {
  column <- responses[[item]]
  if (is.null(column)) return(rep(NA_real_, nrow(responses)))
  suppressWarnings(ifelse(column %in% as.character(1:5), as.numeric(column), NA))
}
# Which of the index's items a form version asks: what its file says.
asked <- matrix(FALSE, nrow(responses), length(items))
covered <- rep(FALSE, nrow(responses))
for (path in list.files(file.path(content, "forms"), "\\.json$", full.names = TRUE)) {
  form <- parse.json(path)
  if (is.null(form$items) || !is.null(names(form$items))) next
  own <- responses$form == form$id & as.numeric(responses$version) == form$version
  scores <- unlist(lapply(form$items, function(item) if (item$kind == "score") item$id))
  asked[own, ] <- rep(items %in% scores, each = sum(own))
  covered[own] <- any(items %in% scores)
}
levels <- sapply(items, level.of)
levels[!asked] <- NA
dim(levels) <- dim(asked)
answers <- rowSums(!is.na(levels))
good <- rowSums(matrix(levels %in% satisfied, nrow(levels)))
overall <- level.of(index$overallItem)
share <- index$validity$answeredShare
needed <- pmax(1, ceiling(share * rowSums(asked) - 1e-9))
valid <- (isTRUE(index$validity$overallItem) & !is.na(overall)) |
  (rowSums(asked) > 0 & share > 0 & answers >= needed)

wilson <- function(x, n) {
  limits <- suppressWarnings(prop.test(x, n, conf.level = report$level, correct = FALSE))$conf.int
  c(x / n, if (x == 0) 0 else limits[1], if (x == n) 1 else limits[2])
}
pooled <- function(s, a) {
  s <- s[a > 0]; a <- a[a > 0]; n <- length(a); p <- sum(s) / sum(a)
  if (sum(s) %in% c(0, sum(a)) || all(s * sum(a) == sum(s) * a)) {
    tail <- (1 - report$level) / 2; x <- p * n
    return(c(p, if (x <= 0) 0 else qbeta(tail, x, n - x + 1),
             if (x >= n) 1 else qbeta(1 - tail, x + 1, n - x)))
  }
  long <- data.frame(ballot = rep(seq_len(n), a),
                     y = unlist(mapply(function(s, a) rep(c(1, 0), c(s, a - s)), s, a)))
  design <- svydesign(ids = ~ballot, weights = ~1, data = long)
  made <- svyciprop(~y, design, method = "beta", level = report$level)
  c(as.numeric(made), attr(made, "ci"))
}

# Strata of the definition, each ballot standing for its stratum's completed dossiers; unweighted
# where a stratum has none in a month in which it has ballots, or fewer than ballots.
options(survey.lonely.psu = "adjust")
strata.by <- index$design$strata
if (is.null(strata.by)) strata.by <- "none"
weighs <- identical(index$design$weights, "dossiers")
stopifnot(strata.by %in% c("none", "unit", "field"),
          !identical(index$design$clusters, "place-day"))
if (weighs) {
  dossiers <- load("dossiers")
  within <- dossiers$period >= substr(report$period$from, 1, 7) &
    dossiers$period <= substr(report$period$to, 1, 7)
  dossiers <- dossiers[within, ]
}
stratified <- function(ok, tree) {
  stratum <- responses[[strata.by]][ok]
  month <- substr(day, 1, 7)[ok]
  s <- if (method == "t2b.pooled") good[ok] else (overall %in% satisfied)[ok] * 1
  a <- if (method == "t2b.pooled") answers[ok] else (!is.na(overall))[ok] * 1
  n <- table(stratum)
  weighted <- weighs
  if (weighs) {
    own <- dossiers[dossiers$unit %in% tree, ]
    key <- own[[strata.by]]
    population <- tapply(as.numeric(own$completed), key, sum)
    has <- paste(key, own$period)
    weighted <- all(unique(paste(stratum, month)) %in% has) &&
      all(population[names(n)] >= n)
  }
  all <- data.frame(s, a, stratum, w = 1)
  if (weighted) {
    all$N <- as.numeric(population[stratum])
    all$w <- all$N / as.numeric(n[stratum])
  }
  design <- if (weighted) svydesign(ids = ~1, strata = ~stratum, weights = ~w, fpc = ~N, data = all)
    else svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = all)
  part <- subset(design, a > 0)
  made <- svyratio(~s, ~a, part)
  p <- as.numeric(coef(made)); v <- as.numeric(vcov(made))
  if (weighted) {
    # Post-stratification of the plain sample finds the same share.
    plain <- postStratify(svydesign(ids = ~1, weights = ~1, data = all), ~stratum,
                          data.frame(stratum = names(n), Freq = as.numeric(population[names(n)])))
    again <- as.numeric(coef(svyratio(~s, ~a, subset(plain, a > 0))))
    if (abs(again - p) > 1e-12) stop("post-stratification disagrees")
  }
  tail <- (1 - report$level) / 2
  held <- sum(a > 0); answered <- sum(a)
  degrees <- held - length(unique(stratum[a > 0]))
  if (p %in% 0:1 || v <= p * (1 - p) * 1e-20 || degrees < 1) {
    size <- held
  } else {
    size <- p * (1 - p) / v * (qt(tail, answered - 1) / qt(tail, degrees))^2
    if (method == "t2b.overallItem") {
      theirs <- svyciprop(~s, part, method = "beta", level = report$level, df = degf(part))
      if (degf(part) != degrees || abs(attr(theirs, "var") - v) > 1e-15) stop("svyciprop disagrees")
      return(list(c(p, as.numeric(confint(theirs))), weighted))
    }
  }
  x <- p * size
  list(c(p, if (x <= 0) 0 else qbeta(tail, x, size - x + 1),
         if (x >= size) 1 else qbeta(1 - tail, x + 1, size - x)), weighted)
}

largest <- 0; compared <- 0; faults <- 0
hold <- function(where, theirs, ours) {
  compared <<- compared + 1
  if (is.null(theirs)) theirs <- NA
  both <- is.numeric(theirs) && is.numeric(ours) && !is.na(theirs) && !is.na(ours)
  if (both) largest <<- max(largest, abs(theirs - ours))
  if (if (both) abs(theirs - ours) > tolerance else
        !identical(is.na(theirs), is.na(ours)) || (!is.na(theirs) && theirs != ours)) {
    faults <<- faults + 1
    cat(where, ":", format(theirs), "here,", format(ours), "again\n")
  }
}
limits <- function(where, row, made) {
  if (is.null(made)) made <- rep(NA_real_, 3)
  for (k in 1:3) hold(where, row[[c("share", "lower", "upper")[k]]], made[k])
}
for (row in report$units) {
  tree <- row$unit
  repeat {
    below <- setdiff(units$code[units$parent %in% tree], tree)
    if (length(below) == 0) break
    tree <- c(tree, below)
  }
  own <- counts & responses$unit %in% tree
  ok <- own & covered & valid
  hold(paste(row$unit, "responses"), row$responses, sum(own & covered))
  hold(paste(row$unit, "valid"), row$valid, sum(ok))
  made <- NULL
  behind <- if (method == "t2b.pooled") sum(ok & answers > 0) else sum(ok & !is.na(overall))
  if (strata.by != "none") {
    if (behind >= suppressed.below) {
      found <- stratified(ok, tree)
      made <- found[[1]]
      hold(paste(row$unit, "weighted"), row$sampling$weighted, found[[2]])
    }
  } else if (method == "t2b.pooled") {
    if (sum(ok & answers > 0) >= suppressed.below) made <- pooled(good[ok], answers[ok])
  } else {
    known <- overall[ok & !is.na(overall)]
    if (length(known) >= suppressed.below)
      made <- wilson(sum(known %in% satisfied), length(known))
  }
  limits(paste(row$unit, "share"), row, made)
  for (target in row$targets) {
    scope <- scopes[[target$id]]
    field <- is.null(scope$field) | responses$field == if (is.null(scope$field)) "" else scope$field
    known <- level.of(scope$item)[own & field]
    known <- known[!is.na(known)]
    made <- if (length(known) >= suppressed.below)
      wilson(sum(known %in% satisfied), length(known))
    verdict <- if (is.null(made) || length(known) < index$minimumBallots) "tooFew"
      else if (made[2] >= scope$threshold) "met"
      else if (made[3] < scope$threshold) "missed" else "undecided"
    where <- paste(row$unit, target$id)
    hold(where, target$responses, length(known))
    hold(where, target$verdict, verdict)
    limits(where, target, made)
  }
}
cat(sprintf("%d units, %d figures, %d differ, largest difference %.3g\n",
            length(report$units), compared, faults, largest))
quit(status = if (faults > 0 || largest > tolerance) 1 else 0)
