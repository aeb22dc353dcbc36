package org.vibrissa.bpf2java;

import java.util.List;

/** A nested struct: a record of its own. */
record StructComponent(String name, String cName, int offset, int covers, String javaType)
        implements Component {
    @Override
    public String doc() {
        return "{@code " + cName + "}";
    }

    @Override
    public List<String> checks() {
        return List.of("Objects.requireNonNull(" + name + ", \"" + name + "\");");
    }

    @Override
    public String read(String owner) {
        return javaType + ".CODEC.read(b, " + Component.at(offset) + ")";
    }

    @Override
    public List<String> write() {
        return List.of(
                javaType + ".CODEC.write(value." + name + ", b, " + Component.at(offset) + ");");
    }

    @Override
    public void addAccessors(Source source) {
        // Its fields are read by its own methods at base + its offset constant.
    }
}
