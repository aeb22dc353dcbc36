package org.vibrissa.bpf2java;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vibrissa.bpf.Layout;

/**
 * Writes the record of one struct.
 *
 * @param name Java class
 * @param compiled content of the whole as compiled, in hex: for .rodata
 */
record RecordSource(
        String javaPackage,
        String name,
        Layout layout,
        Members members,
        Optional<String> compiled) {
    private static final List<String> IMPORTS =
            List.of(
                    "java.nio.ByteBuffer",
                    "java.nio.ByteOrder",
                    "java.util.Arrays",
                    "java.util.HexFormat",
                    "java.util.List",
                    "java.util.Objects",
                    "java.util.Optional",
                    "org.vibrissa.bpf.Codec",
                    "org.vibrissa.bpf.Layout");

    String text() {
        String body = body();
        Source s = new Source();
        s.add(SourceFolder.HEADER, "package " + javaPackage + ";", "");
        IMPORTS.stream()
                .filter(i -> body.contains(i.substring(i.lastIndexOf('.') + 1)))
                .forEach(i -> s.add("import " + i + ";"));
        return s.add("").toString() + body;
    }

    private String body() {
        Source s = new Source();
        addDoc(s);
        String parameters = joined(c -> c.javaType() + " " + c.name());
        s.add("public record " + name + "(" + parameters + ") {");
        addConstants(s);
        addConstructor(s);
        for (Component c : components()) {
            if (c.array()) {
                s.add("").doc("A copy.");
                s.add("@Override", "public " + c.javaType() + " " + c.name() + "() {");
                s.add("return " + c.name() + ".clone();", "}");
            }
            c.addAccessors(s);
            c.addSupport(s);
        }
        members.views().forEach(v -> v.addAccessors(s));
        components().forEach(c -> addWith(s, c));
        new ObjectMethods(name, components()).addTo(s);
        addChecks(s);
        new CodecSource(name, layout, components(), compiled).addTo(s);
        return s.add("}").toString();
    }

    private List<Component> components() {
        return members.components();
    }

    private String joined(java.util.function.Function<Component, String> form) {
        return components().stream().map(form).collect(Collectors.joining(", "));
    }

    private void addDoc(Source s) {
        s.add("/**", " * C {@code " + layout.name() + "}.", " *", " * <pre>");
        layout.describe().lines().forEach(line -> s.add(" * " + line.replace("@", "&#64;")));
        s.add(" * </pre>", " *");
        components().forEach(c -> s.add(" * @param " + c.name() + " " + c.doc()));
        s.add(" */");
    }

    private void addConstants(Source s) {
        s.doc("Its size in bytes.");
        s.add("public static final int SIZE = " + layout.size() + ";");
        for (Component c :
                Stream.concat(components().stream(), members.views().stream()).toList()) {
            s.add("").doc("Where {@code " + c.cName() + "} starts, in bytes.");
            s.add("public static final int " + constant(c) + "_OFFSET = " + c.offset() + ";");
        }
        s.add("").doc("The C layout this class was generated from.");
        s.add("public static final Layout LAYOUT =");
        s.add(
                "        new Layout("
                        + quoted(layout.name())
                        + ", SIZE, List.of("
                        + fields()
                        + "));");
        s.add("").doc("Reads and writes it.");
        s.add("public static final Codec<" + name + "> CODEC = new StructCodec();");
        s.add("").doc("All zero.");
        s.add("public static final " + name + " ZERO = CODEC.read(buffer(new byte[SIZE]), 0);");
        compiled.ifPresent(hex -> addCompiled(s, hex));
    }

    private void addCompiled(Source s, String hex) {
        s.add("", "private static final byte[] COMPILED =");
        s.add("        HexFormat.of().parseHex(" + quoted(hex) + ");");
        s.add("").doc("The values the object was compiled with.");
        s.add("public static final " + name + " DEFAULTS = CODEC.read(buffer(COMPILED), 0);");
    }

    private String fields() {
        return layout.fields().stream()
                .map(
                        f ->
                                String.format(
                                        "%n            new Layout.Field(%s, %d, %d, %s)",
                                        quoted(f.name()), f.offset(), f.size(), quoted(f.type())))
                .collect(Collectors.joining(","))
                .replace(System.lineSeparator(), "\n");
    }

    private static String constant(Component c) {
        return c.cName().replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private void addConstructor(Source s) {
        s.add("").doc("Checks ranges and lengths; copies arrays.");
        s.add("public " + name + " {");
        components().forEach(c -> c.checks().forEach(s::add));
        s.add("}");
    }

    private void addWith(Source s, Component changed) {
        String method = Component.prefixed("with", changed.name());
        s.add("").doc("A copy with another {@code " + changed.cName() + "}.");
        s.add(
                String.format(
                        "public %s %s(%s %s) {", name, method, changed.javaType(), changed.name()));
        s.add("return new " + name + "(" + joined(Component::name) + ");", "}");
    }

    private void addChecks(Source s) {
        s.add("", "private static ByteBuffer buffer(byte[] bytes) {");
        s.add("return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());", "}");
        String checks =
                components().stream()
                        .flatMap(c -> c.checks().stream())
                        .collect(Collectors.joining());
        if (checks.contains("range(")) {
            s.add("", "private static void range(String field, long value, long min, long max) {");
            s.add("if (value < min || value > max) {");
            s.add("throw new IllegalArgumentException(");
            s.add(
                    "        "
                            + quoted(layout.name() + ".")
                            + " + field + \" = \" + value + \" is not in \" + min + \"..\" +"
                            + " max);");
            s.add("}", "}");
        }
        if (checks.contains("length(")) {
            s.add("", "private static void length(String field, int actual, int expected) {");
            s.add("if (actual != expected) {");
            s.add("throw new IllegalArgumentException(");
            s.add(
                    "        "
                            + quoted(layout.name() + ".")
                            + " + field + \" has \" + actual + \" elements, not \" + expected);");
            s.add("}", "}");
        }
    }
}
