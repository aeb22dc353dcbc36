package org.vibrissa.bpf2java;

import java.util.List;
import java.util.stream.Collectors;

/** Equality by content, where a record's own would compare arrays by identity. */
record ObjectMethods(String name, List<Component> components) {
    void addTo(Source s) {
        if (components.stream().noneMatch(Component::array)) {
            return;
        }
        String same =
                components.stream()
                        .map(ObjectMethods::equal)
                        .collect(Collectors.joining("\n                && "));
        s.add("", "@Override", "public boolean equals(Object other) {");
        s.add("return other instanceof " + name + " that", "        && " + same + ";", "}");
        s.add("", "@Override", "public int hashCode() {", "int hash = 1;");
        components.forEach(c -> s.add("hash = 31 * hash + " + hash(c) + ";"));
        s.add("return hash;", "}");
        String fields =
                components.stream()
                        .map(c -> "\"" + c.name() + "=\" + " + text(c))
                        .collect(Collectors.joining("\n                + \", \" + "));
        s.add("", "@Override", "public String toString() {");
        s.add("return \"" + name + "[\"", "        + " + fields, "        + \"]\";", "}");
    }

    private static String equal(Component c) {
        String one = "this." + c.name();
        String other = "that." + c.name();
        return switch (c.javaType()) {
            case "int", "long", "boolean" -> one + " == " + other;
            case "float" -> "Float.compare(" + one + ", " + other + ") == 0";
            case "double" -> "Double.compare(" + one + ", " + other + ") == 0";
            default ->
                    (c.array() ? "Arrays.equals(" : "Objects.equals(") + one + ", " + other + ")";
        };
    }

    private static String hash(Component c) {
        String name = "this." + c.name();
        return switch (c.javaType()) {
            case "int" -> name;
            case "long" -> "Long.hashCode(" + name + ")";
            case "boolean" -> "Boolean.hashCode(" + name + ")";
            case "float" -> "Float.hashCode(" + name + ")";
            case "double" -> "Double.hashCode(" + name + ")";
            default -> c.array() ? "Arrays.hashCode(" + name + ")" : name + ".hashCode()";
        };
    }

    private static String text(Component c) {
        if (c.javaType().equals("byte[]")) {
            return "HexFormat.of().formatHex(" + c.name() + ")";
        }
        return c.array() ? "Arrays.toString(" + c.name() + ")" : c.name();
    }
}
