package org.vibrissa.bpf.internal.btf;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedObjectTest {
    private static final int BTF = 64;

    static Stream<Arguments> objects() {
        return Stream.of(
                arguments("empty", new byte[0], "offset 0x0: ELF header ends"),
                arguments(
                        "not ELF",
                        new byte[] {35, 33, 47, 98, 105, 110, 47, 115, 104, 10},
                        "offset 0x0: not an ELF file"),
                arguments("32-bit", patched(b -> b.put(4, (byte) 1)), "offset 0x4: ELF class 1"),
                arguments("byte order", patched(b -> b.put(5, (byte) 3)), "0x5: ELF byte order 3"),
                arguments("x86", patched(b -> b.putShort(18, (short) 62)), "0x12: ELF machine 62"),
                arguments("cut in the header", cut(40), "offset 0x0: ELF header of 64 bytes"),
                arguments("cut in the tables", cut(BTF + 100), "section header table"),
                arguments("section table", patched(b -> b.putLong(40, -8)), "section header table"),
                arguments("entry size", patched(b -> b.putShort(58, (short) 8)), "0x3a: section"),
                arguments("name section", patched(b -> b.putShort(62, (short) 9)), "0x3e: name"),
                arguments(
                        "section outside",
                        patched(b -> b.putLong((int) b.getLong(40) + 64 + 24, 1L << 62)),
                        "section 1 of"),
                arguments(
                        "section size",
                        patched(b -> b.putLong((int) b.getLong(40) + 64 + 32, -1)),
                        "section 1 of 18446744073709551615 bytes"),
                arguments(
                        "no BTF",
                        patched(b -> b.putInt((int) b.getLong(40) + 64, 5)),
                        "no .BTF section: compile with -g"),
                arguments("magic", patched(b -> b.put(BTF, (byte) 0)), "0x40: BTF magic is 0xeb00"),
                arguments("version", patched(b -> b.put(BTF + 2, (byte) 2)), "0x42: BTF version 2"),
                arguments("header", patched(b -> b.putInt(BTF + 4, 8)), "0x44: BTF header of 8"),
                arguments("types", patched(b -> b.putInt(BTF + 12, -1)), "BTF type section of"),
                arguments("strings", patched(b -> b.putInt(BTF + 16, -1)), "BTF string section of"),
                arguments("name", patched(b -> b.putInt(BTF + 24, 999)), "0x58: name offset 999"),
                arguments("no NUL", patched(b -> b.putInt(BTF + 20, 3)), "ends before a field"),
                arguments(
                        "kind", type(w -> w.add("", 25, 0, 0)), "offset 0x5c: unknown BTF kind 25"),
                arguments("int", type(w -> w.add("", 1, 0, 0, 32)), "0x60: integer"),
                arguments("enum", type(w -> w.add("e", 6, 0, 3)), "0x60: enum e of 3 bytes"),
                arguments(
                        "count",
                        type(w -> w.add("", BtfWriter.STRUCT, 65535, 4)),
                        "65535 entries"));
    }

    static Stream<Arguments> types() {
        return Stream.of(
                arguments("no such type", type(w -> w.mapOf(77)), "refers to type 77"),
                arguments("void", type(w -> w.mapOf(0)), "has no size"),
                arguments("a function", type(w -> w.mapOf(w.add("", 13, 0, 0))), "has no size"),
                arguments(
                        "typedef of itself",
                        type(w -> w.mapOf(w.add("t", BtfWriter.TYPEDEF, 0, 1))),
                        "offset 0x58: BTF type 1 typedefs refer to each other in a circle"),
                arguments(
                        "struct in itself",
                        type(w -> w.mapOf(w.add("s", BtfWriter.STRUCT, 1, 8, 0, 1, 0))),
                        "nested deeper than 32 or contains itself"),
                arguments(
                        "array of itself",
                        type(w -> w.mapOf(w.add("", BtfWriter.ARRAY, 0, 0, 1, 1, 2))),
                        "nested deeper than 32 or contains itself"),
                arguments(
                        "huge array",
                        type(w -> w.mapOf(w.add("", BtfWriter.ARRAY, 0, 0, w.u32(), 1, -1))),
                        "array of 4294967295 times 4 bytes"),
                arguments(
                        "huge struct",
                        type(w -> w.mapOf(w.add("s", BtfWriter.STRUCT, 0, -1))),
                        "struct of 4294967295 bytes"),
                arguments(
                        "member outside",
                        type(w -> w.mapOf(w.add("s", BtfWriter.STRUCT, 1, 4, 0, w.u32(), 8))),
                        "of 4 bytes at 1 but only 4 bytes"),
                arguments(
                        "member between bytes",
                        type(w -> w.mapOf(w.add("s", BtfWriter.STRUCT, 1, 8, 0, w.u32(), 3))),
                        "at bit 3"),
                arguments("map of no struct", type(w -> w.map("m", w.u32())), "map m is no struct"),
                arguments(
                        "key without pointer",
                        type(
                                w ->
                                        w.map(
                                                "m",
                                                w.add(
                                                        "",
                                                        BtfWriter.STRUCT,
                                                        1,
                                                        4,
                                                        w.string("key"),
                                                        w.u32(),
                                                        0))),
                        "not made by __type()"),
                arguments(
                        "no variable",
                        type(w -> w.add(".maps", BtfWriter.DATASEC, 1, 0, w.u32(), 0, 0)),
                        "which is no variable"),
                arguments("endless fields", type(MalformedObjectTest::fans), "too many fields"),
                arguments("endless empty", type(MalformedObjectTest::empties), "too many fields"));
    }

    /** Ten structs, each with sixteen of the one before: 2^40 fields in two kilobytes. */
    private static void fans(BtfWriter w) {
        int inner = w.u32();
        for (int depth = 0; depth < 10; depth++) {
            inner = nest(w, BtfWriter.UNION, inner, 4);
        }
        w.mapOf(inner);
    }

    /** The same without a single byte. */
    private static void empties(BtfWriter w) {
        int inner = w.add("s", BtfWriter.STRUCT, 0, 0);
        for (int depth = 0; depth < 10; depth++) {
            inner = nest(w, BtfWriter.STRUCT, inner, 0);
        }
        w.mapOf(inner);
    }

    private static int nest(BtfWriter w, int kind, int inner, int size) {
        int name = w.string("m");
        int[] members = new int[3 * 16];
        for (int i = 0; i < 16; i++) {
            members[3 * i] = name;
            members[3 * i + 1] = inner;
        }
        return w.add("s", kind, 16, size, members);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"objects", "types"})
    void refusesWithThePlace(String name, byte[] object, String problem) {
        MalformedObjectException refused =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10),
                        () -> assertThrows(MalformedObjectException.class, () -> useAll(object)));
        assertTrue(refused.getMessage().contains(problem), refused.getMessage());
        assertTrue(refused.getMessage().startsWith("offset 0x"), refused.getMessage());
    }

    @Test
    void acceptsTheUnpatchedObject() {
        useAll(type(w -> w.mapOf(w.u32())));
    }

    /** Calls everything that looks at the bytes. */
    static void useAll(byte[] bytes) {
        ObjectFile object = ObjectFile.parse(bytes);
        object.maps().forEach(m -> m.keyLayout().ifPresent(l -> l.describe()));
        object.maps().forEach(m -> m.valueLayout().ifPresent(l -> l.describe()));
        object.rodata().ifPresent(l -> l.describe());
        object.contract();
        for (CType type : object.exports()) {
            Layouts.of(type).describe();
        }
        object.type("vib_value").ifPresent(t -> Layouts.of(t).describe());
    }

    private static byte[] type(Consumer<BtfWriter> types) {
        BtfWriter writer = new BtfWriter();
        types.accept(writer);
        return writer.object();
    }

    private static byte[] patched(Consumer<ByteBuffer> patch) {
        byte[] object = type(w -> w.mapOf(w.u32()));
        patch.accept(ByteBuffer.wrap(object).order(LITTLE_ENDIAN));
        return object;
    }

    private static byte[] cut(int length) {
        return Arrays.copyOf(type(w -> w.mapOf(w.u32())), length);
    }
}
