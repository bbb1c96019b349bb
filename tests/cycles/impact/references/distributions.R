# References for transitions, steps, the gap index over time and value added: Rscript distributions.R > distributions.json
suppressMessages({library(effectsize); library(jsonlite)})

# Newcombe (1998), method 10, from base R's Wilson intervals.
newcombe <- function(a, n, b, m) {
  one <- prop.test(a, n, correct = FALSE)$conf.int; other <- prop.test(b, m, correct = FALSE)$conf.int
  d <- a / n - b / m
  100 * c(d, d - sqrt((a / n - one[1])^2 + (other[2] - b / m)^2), d + sqrt((one[2] - a / n)^2 + (b / m - other[1])^2))
}
shares <- function(a, n, b, m) {
  table <- matrix(c(a, n - a, b, m - b), 2)
  smallest <- min(outer(rowSums(table), colSums(table)) / sum(table))
  p <- if (smallest < 5) fisher.test(table)$p.value else prop.test(c(a, b), c(n, m), correct = FALSE)$p.value
  c(newcombe(a, n, b, m), p)
}

# Levels of a year group in points, before and after: the pupils of the group, then the others.
group  <- data.frame(b = c(13, 13, 15, 15, 17, 19, 19, 21, 23, 11), a = c(15, 13, 19, 17, 17, 21, 19, 25, 25, 9))
others <- data.frame(b = c(15, 15, 17, 17, 19, 19, 21, 21, 23, 25, 27, 13), a = c(19, 17, 19, 21, 23, 19, 25, 23, 25, 27, 31, 11))
level <- function(points) floor((points - 1) / 6)  # 1c 7 ... 1a 11 is 1, 2c 13 ... 2a 17 is 2
up   <- function(x) sum(level(x$a) > level(x$b))
down <- function(x) sum(level(x$a) < level(x$b))
made <- function(x, points) sum(x$a - x$b >= points)
steps <- function(x) as.list(sapply(split(x$b, factor((x$a - x$b) / 2, levels = -1:2)), length))

expected <- function(b) ifelse(b <= 11, 13.5, ifelse(b <= 17, b + 2.25, b + 3.1))
va <- function(x) x$a - expected(x$b)
welch <- t.test(va(group), va(others)); one <- t.test(va(group)); two <- t.test(va(others))
t_of <- function(test, value) c(value, test$conf.int, test$p.value, test$stderr)

index <- function(x, y) 10 * cliffs_delta(y, x)$r_rank_biserial  # of the others over the group
rank_p <- function(x, y) suppressWarnings(wilcox.test(x, y, exact = FALSE)$p.value)
cat(toJSON(list(
  matrix = unclass(unname(table(factor(level(group$b), 1:4), factor(level(group$a), 1:4)))),
  up = shares(up(group), 10, up(others), 12), down = shares(down(group), 10, down(others), 12),
  steps = list(group = steps(group), others = steps(others)),
  expected = shares(made(group, 3), 10, made(others, 3), 12),
  large = shares(41, 100, 66, 120),
  quartiles = unname(quantile(c(group$b, others$b), c(.25, .5, .75))),
  value_added = t_of(one, mean(va(group))), value_added_others = t_of(two, mean(va(others))),
  value_added_difference = t_of(welch, mean(va(group)) - mean(va(others))),
  index_before = c(index(group$b, others$b), rank_p(group$b, others$b)),
  index_after = c(index(group$a, others$a), rank_p(group$a, others$a))
), digits = 15, auto_unbox = TRUE, pretty = TRUE))
