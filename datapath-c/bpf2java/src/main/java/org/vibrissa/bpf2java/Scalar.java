package org.vibrissa.bpf2java;

import java.nio.ByteOrder;
import org.vibrissa.bpf.internal.btf.CType;

/**
 * How one C scalar is read, written and kept in Java.
 *
 * @param size bytes in C
 * @param javaType type of a record component
 * @param arrayType element type in a Java array
 * @param get expression with {@code %s} for the place
 * @param put statement with {@code %s} for the place, then the value
 * @param min least value where Java's type has more, else 0
 * @param max greatest value where Java's type has more, else 0
 * @param note for the documentation, may be empty
 */
record Scalar(
        int size,
        String javaType,
        String arrayType,
        String get,
        String put,
        long min,
        long max,
        String note) {

    static Scalar of(CType type, ByteOrder order) {
        if (type instanceof CType.Int i) {
            return integer(i.size(), i.signed(), i.bool(), i.network(), order);
        } else if (type instanceof CType.Enumeration e) {
            return integer(e.size(), e.signed(), false, false, order);
        } else if (type instanceof CType.Pointer) {
            return integer(8, false, false, false, order);
        } else if (type instanceof CType.Floating f && f.size() <= 8) {
            return f.size() == 4
                    ? wide(4, "float", "b.getFloat(%s)", "b.putFloat(%s, %s)", "")
                    : wide(8, "double", "b.getDouble(%s)", "b.putDouble(%s, %s)", "");
        }
        throw new GeneratorException("no Java type for " + type);
    }

    private static Scalar integer(
            int size, boolean signed, boolean bool, boolean network, ByteOrder order) {
        if (bool) {
            return new Scalar(
                    1,
                    "boolean",
                    "boolean",
                    "b.get(%s) != 0",
                    "b.put(%s, (byte) (%s ? 1 : 0))",
                    0,
                    0,
                    "");
        }
        boolean swap = network && order == ByteOrder.LITTLE_ENDIAN;
        String net = network ? "; in network order in C, in host order here" : "";
        String raw = signed ? "" : "; the same bits as in C, read it as unsigned";
        return switch (size) {
            case 1 ->
                    signed
                            ? new Scalar(1, "int", "byte", "b.get(%s)", PUT_1, -128, 127, net)
                            : new Scalar(1, "int", "byte", "b.get(%s) & 0xff", PUT_1, 0, 255, net);
            case 2 -> small(signed, swap, net);
            case 4 ->
                    swap
                            ? wide(4, "int", call("Integer", "Int"), putCall("Integer", "Int"), net)
                            : wide(4, "int", "b.getInt(%s)", "b.putInt(%s, %s)", raw + net);
            case 8 ->
                    swap
                            ? wide(8, "long", call("Long", "Long"), putCall("Long", "Long"), net)
                            : wide(8, "long", "b.getLong(%s)", "b.putLong(%s, %s)", raw + net);
            default -> throw new GeneratorException("no Java type for " + size + " byte integer");
        };
    }

    private static final String PUT_1 = "b.put(%s, (byte) %s)";

    private static Scalar small(boolean signed, boolean swap, String note) {
        String get = swap ? call("Short", "Short") : "b.getShort(%s)";
        String put =
                swap
                        ? "b.putShort(%s, Short.reverseBytes((short) %s))"
                        : "b.putShort(%s, (short) %s)";
        return signed
                ? new Scalar(2, "int", "int", get, put, -32768, 32767, note)
                : new Scalar(2, "int", "int", get + " & 0xffff", put, 0, 65535, note);
    }

    private static Scalar wide(int size, String type, String get, String put, String note) {
        return new Scalar(size, type, type, get, put, 0, 0, note);
    }

    private static String call(String box, String kind) {
        return box + ".reverseBytes(b.get" + kind + "(%s))";
    }

    private static String putCall(String box, String kind) {
        return "b.put" + kind + "(%s, " + box + ".reverseBytes(%s))";
    }

    /** Whether a C type has negative values. */
    static boolean isSigned(CType type) {
        return (type instanceof CType.Int i && i.signed())
                || (type instanceof CType.Enumeration e && e.signed());
    }

    /** Whether a value must be checked before it is written. */
    boolean ranged() {
        return max != 0;
    }
}
