package org.example;

import java.util.List;

public class Program {
    private final boolean[] seen = { true };

    public static void main(String[] args) {
        List<String> names = List.of("a", "b");
        for (String name : names) {
            System.out.println(name.isEmpty() ? "none" : name);
        }
    }
}
