package main

import "fmt"

type point struct{ x, y int }

func main() {
	points := []point{{1, 2}, {3, 4}}
	for i, p := range points {
		fmt.Println(i, p.x == p.y, map[string]bool{"t": true})
	}
}
