package org.vibrissa.bpf2java;

import java.util.List;
import java.util.Optional;

/**
 * A number.
 *
 * @param enumeration the Java enum that names its values
 */
record ScalarComponent(
        String name, String cName, int offset, Scalar scalar, Optional<String> enumeration)
        implements Component {
    @Override
    public int covers() {
        return scalar.size();
    }

    @Override
    public String javaType() {
        return scalar.javaType();
    }

    @Override
    public String doc() {
        String range = scalar.ranged() ? ", " + scalar.min() + ".." + scalar.max() : "";
        return "{@code " + cName + "}" + range + scalar.note();
    }

    @Override
    public List<String> checks() {
        return scalar.ranged()
                ? List.of(
                        String.format(
                                "range(\"%s\", %s, %d, %d);",
                                cName, name, scalar.min(), scalar.max()))
                : List.of();
    }

    @Override
    public String read(String owner) {
        return owner + "." + name + "(b, base)";
    }

    @Override
    public List<String> write() {
        return List.of(String.format(scalar.put(), Component.at(offset), "value." + name) + ";");
    }

    @Override
    public void addAccessors(Source source) {
        source.add("").doc("Reads {@code " + cName + "} of the struct at {@code base}.");
        source.add("public static " + javaType() + " " + name + "(ByteBuffer b, int base) {");
        source.add("return " + String.format(scalar.get(), Component.at(offset)) + ";", "}");
    }

    @Override
    public void addSupport(Source source) {
        enumeration.ifPresent(e -> addEnum(source, e));
    }

    private void addEnum(Source source, String type) {
        source.add("").doc("The name of {@link #" + name + "()}; empty when it has none.");
        source.add("public Optional<" + type + "> " + name + "Enum() {");
        source.add("return " + type + ".of(" + name + ");", "}");
    }
}
