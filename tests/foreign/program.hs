module Main where
data Answer = A | B deriving (Eq, Show)
data Point = Point { x :: Int, y :: Int }
main :: IO ()
main = print (Point { x = 1, y = 2 })
