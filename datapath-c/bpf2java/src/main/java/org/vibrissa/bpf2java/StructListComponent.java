package org.vibrissa.bpf2java;

import java.util.List;

/** An array of structs. */
record StructListComponent(
        String name, String cName, int offset, String element, int size, int count)
        implements Component {
    @Override
    public int covers() {
        return size * count;
    }

    @Override
    public String javaType() {
        return "List<" + element + ">";
    }

    @Override
    public String doc() {
        return "{@code " + cName + "}, " + count + " elements";
    }

    @Override
    public List<String> checks() {
        return List.of(
                name + " = List.copyOf(" + name + ");",
                String.format("length(\"%s\", %s.size(), %d);", cName, name, count));
    }

    @Override
    public String read(String owner) {
        return owner + "." + Component.prefixed("read", name) + "(b, base)";
    }

    @Override
    public List<String> write() {
        return List.of(
                "for (int i = 0; i < " + count + "; i++) {",
                element + ".CODEC.write(value." + name + ".get(i), b, " + place() + ");",
                "}");
    }

    @Override
    public void addAccessors(Source source) {
        // An element's fields are read by its own methods.
    }

    @Override
    public void addSupport(Source source) {
        source.add(
                "",
                String.format(
                        "private static %s %s(ByteBuffer b, int base) {",
                        javaType(), Component.prefixed("read", name)),
                element + "[] all = new " + element + "[" + count + "];",
                "for (int i = 0; i < " + count + "; i++) {",
                "all[i] = " + element + ".CODEC.read(b, " + place() + ");",
                "}",
                "return List.of(all);",
                "}");
    }

    private String place() {
        return Component.at(offset) + " + " + size + " * i";
    }
}
