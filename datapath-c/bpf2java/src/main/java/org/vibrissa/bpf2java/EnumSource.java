package org.vibrissa.bpf2java;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;
import org.vibrissa.bpf.internal.btf.CType;

/** Writes the Java enum of a C enum, with its numbers as constants. */
record EnumSource(String javaPackage, String name, CType.Enumeration type, Names names) {
    String text() {
        Source s = new Source();
        s.add(SourceFolder.HEADER, "package " + javaPackage + ";", "");
        s.add("import java.util.Optional;", "");
        s.doc("C {@code enum " + type.name() + "}.");
        s.add("public enum " + name + " {");
        List<String> constants = constants();
        for (int i = 0; i < constants.size(); i++) {
            s.doc("{@code " + type.constants().get(i).name() + "}.");
            String end = i + 1 == constants.size() ? ";" : ",";
            s.add(constants.get(i) + "(Value." + constants.get(i) + ")" + end);
        }
        s.add("", "private final " + number() + " value;", "");
        s.add(name + "(" + number() + " value) {", "this.value = value;", "}");
        s.add("").doc("Its number in C.");
        s.add("public " + number() + " value() {", "return value;", "}");
        s.add("").doc("The first constant with that number; empty when there is none.");
        s.add("public static Optional<" + name + "> of(" + number() + " value) {");
        s.add("for (" + name + " constant : values()) {", "if (constant.value == value) {");
        s.add("return Optional.of(constant);", "}", "}", "return Optional.empty();", "}");
        addNumbers(s, constants);
        return s.add("}").toString();
    }

    private void addNumbers(Source s, List<String> constants) {
        s.add("").doc("The numbers, for switch and comparison with raw fields.");
        s.add("public static final class Value {");
        for (int i = 0; i < constants.size(); i++) {
            long value = type.constants().get(i).value();
            String literal = type.size() > 4 ? value + "L" : String.valueOf((int) value);
            s.doc("{@code " + type.constants().get(i).name() + "}.");
            s.add(
                    "public static final "
                            + number()
                            + " "
                            + constants.get(i)
                            + " = "
                            + literal
                            + ";");
        }
        s.add("", "private Value() {}", "}");
    }

    private String number() {
        return type.size() > 4 ? "long" : "int";
    }

    /**
     * Without the prefix of the project and, where they have it, the name of the enum; when none
     * has it, without the words that all begin with.
     */
    private List<String> constants() {
        List<String> stripped = new ArrayList<>();
        type.constants().forEach(c -> stripped.add(names.stripped(c.name())));
        String own = names.stripped(type.name()).toUpperCase(Locale.ROOT) + "_";
        boolean some = stripped.stream().anyMatch(c -> c.startsWith(own));
        String prefix = some ? own : common(stripped);
        stripped.replaceAll(c -> shortened(c, prefix));
        Set<String> unique = new LinkedHashSet<>(stripped);
        if (unique.size() != stripped.size()) {
            throw new GeneratorException(
                    "constants of enum " + type.name() + " would have equal names: " + stripped);
        }
        return stripped;
    }

    private static String common(List<String> names) {
        String prefix = names.isEmpty() ? "" : names.get(0);
        for (String name : names) {
            while (!name.startsWith(prefix)) {
                prefix = prefix.substring(0, prefix.length() - 1);
            }
        }
        return prefix.substring(0, prefix.lastIndexOf('_') + 1);
    }

    private static String shortened(String name, String prefix) {
        String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        return isConstant(rest) ? rest : isConstant(name) ? name : "_" + name;
    }

    private static boolean isConstant(String name) {
        return SourceVersion.isIdentifier(name) && !SourceVersion.isKeyword(name);
    }
}
