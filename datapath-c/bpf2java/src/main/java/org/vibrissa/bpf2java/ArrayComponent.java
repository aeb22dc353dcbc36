package org.vibrissa.bpf2java;

import java.util.ArrayList;
import java.util.List;

/** An array of numbers; one with several dimensions becomes one row. */
record ArrayComponent(String name, String cName, int offset, Scalar element, int count)
        implements Component {
    @Override
    public int covers() {
        return element.size() * count;
    }

    @Override
    public String javaType() {
        return element.arrayType() + "[]";
    }

    @Override
    public String doc() {
        return "{@code " + cName + "}, " + count + " elements" + element.note();
    }

    @Override
    public List<String> checks() {
        List<String> checks = new ArrayList<>();
        checks.add(String.format("length(\"%s\", %s.length, %d);", cName, name, count));
        checks.add(name + " = " + name + ".clone();");
        if (ranged()) {
            checks.add("for (" + element.arrayType() + " _each : " + name + ") {");
            checks.add(
                    String.format(
                            "range(\"%s\", _each, %d, %d);", cName, element.min(), element.max()));
            checks.add("}");
        }
        return checks;
    }

    private boolean ranged() {
        return element.ranged() && !bytes();
    }

    private boolean bytes() {
        return element.arrayType().equals("byte");
    }

    @Override
    public String read(String owner) {
        return owner + "." + Component.prefixed("read", name) + "(b, base)";
    }

    @Override
    public List<String> write() {
        if (bytes()) {
            return List.of("b.put(" + Component.at(offset) + ", value." + name + ");");
        }
        return List.of(
                "for (int i = 0; i < " + count + "; i++) {",
                String.format(element.put(), place("i"), "value." + name + "[i]") + ";",
                "}");
    }

    @Override
    public void addAccessors(Source source) {
        source.add("").doc("Reads one element of {@code " + cName + "} at {@code base}.");
        source.add(
                "public static "
                        + element.javaType()
                        + " "
                        + name
                        + "(ByteBuffer b, int base, int index) {",
                "Objects.checkIndex(index, " + count + ");",
                "return " + String.format(element.get(), place("index")) + ";",
                "}");
    }

    @Override
    public void addSupport(Source source) {
        source.add("");
        source.add(
                String.format(
                        "private static %s %s(ByteBuffer b, int base) {",
                        javaType(), Component.prefixed("read", name)));
        source.add(javaType() + " all = new " + element.arrayType() + "[" + count + "];");
        if (bytes()) {
            source.add("b.get(" + Component.at(offset) + ", all);");
        } else {
            source.add("for (int i = 0; i < " + count + "; i++) {");
            source.add("all[i] = " + String.format(element.get(), place("i")) + ";", "}");
        }
        source.add("return all;", "}");
    }

    private String place(String index) {
        String step = element.size() == 1 ? index : element.size() + " * " + index;
        return Component.at(offset) + " + " + step;
    }
}
