package org.vibrissa.bpf2java;

import java.util.List;

/**
 * A bit field, read and written through the {@code unit} bytes at {@code offset} that contain it.
 *
 * @param shift its lowest bit in the unit
 * @param bits its width
 */
record BitComponent(
        String name, String cName, int offset, int unit, int shift, int bits, boolean signed)
        implements Component {
    @Override
    public int covers() {
        return 0;
    }

    @Override
    public String javaType() {
        return bits > 32 ? "long" : "int";
    }

    @Override
    public String doc() {
        String range = ranged() ? ", " + min() + ".." + max() : "";
        return "{@code " + cName + "}, a field of " + bits + " bits" + range;
    }

    private boolean ranged() {
        return bits != 32 && bits != 64;
    }

    private long min() {
        return signed ? -(1L << (bits - 1)) : 0;
    }

    private long max() {
        return (1L << (signed ? bits - 1 : bits)) - 1;
    }

    @Override
    public List<String> checks() {
        return ranged()
                ? List.of(String.format("range(\"%s\", %s, %dL, %dL);", cName, name, min(), max()))
                : List.of();
    }

    @Override
    public String read(String owner) {
        return owner + "." + name + "(b, base)";
    }

    @Override
    public List<String> write() {
        String value = bits > 32 ? "value." + name : "(long) value." + name;
        return List.of(
                String.format(
                        "b.%s(%s, %s(%s & ~0x%xL | (%s << %d) & 0x%xL));",
                        put(), Component.at(offset), cast(), load(), mask(), value, shift, mask()));
    }

    @Override
    public void addAccessors(Source source) {
        source.add("").doc("Reads {@code " + cName + "} of the struct at {@code base}.");
        source.add("public static " + javaType() + " " + name + "(ByteBuffer b, int base) {");
        String narrow = bits > 32 ? "" : "(int) ";
        String right = signed ? ">>" : ">>>";
        source.add(
                String.format(
                        "return %s(%s << %d %s %d);",
                        narrow, load(), 64 - shift - bits, right, 64 - bits),
                "}");
    }

    private long mask() {
        return (bits == 64 ? -1L : (1L << bits) - 1) << shift;
    }

    private String load() {
        String place = Component.at(offset);
        return switch (unit) {
            case 1 -> "(long) b.get(" + place + ")";
            case 2 -> "(long) b.getShort(" + place + ")";
            case 4 -> "(long) b.getInt(" + place + ")";
            default -> "b.getLong(" + place + ")";
        };
    }

    private String put() {
        return switch (unit) {
            case 1 -> "put";
            case 2 -> "putShort";
            case 4 -> "putInt";
            default -> "putLong";
        };
    }

    private String cast() {
        return switch (unit) {
            case 1 -> "(byte) ";
            case 2 -> "(short) ";
            case 4 -> "(int) ";
            default -> "";
        };
    }
}
