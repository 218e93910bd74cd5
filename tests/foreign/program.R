# A plot of y against x
x <- c(1, 2, 3)
fit <- lm(y ~ x, data = frame)
square <- function(x) { x^2 }
apply(m, 1, function(row) {
  ~row
})
