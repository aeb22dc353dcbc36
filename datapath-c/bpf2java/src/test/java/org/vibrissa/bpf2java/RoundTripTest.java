package org.vibrissa.bpf2java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.internal.btf.Layouts;
import org.vibrissa.bpf.internal.btf.ObjectFile;

/** Generated classes against the bytes a C program writes. */
class RoundTripTest {
    private static final int KEY = 40;
    private static final int VALUE = 120;
    private static final int EVENT = 56;

    @TempDir static Path folder;

    private static ClassLoader classes;
    private static ObjectFile object;
    private static byte[] bytes;

    @BeforeAll
    static void generate() throws Exception {
        Toolchain tools = new Toolchain(folder);
        tools.resource("types.h");
        Path compiled = tools.bpf(tools.resource("types.bpf.c"));
        object = ObjectFile.parse(Files.readAllBytes(compiled));
        tools.generate("--object", compiled.toString(), "--types", "vib_state");
        classes = tools.compile();
        bytes = tools.output(tools.resource("values.c"));
        assertEquals(KEY + VALUE + EVENT, bytes.length);
    }

    @Test
    void readsAKeyAsCWroteIt() throws Exception {
        assertEquals(
                "Key[saddr=Addr[word=[167838211, 0, 0, 0]], ip6=Addr[word=[0, 0, 0, -2]],"
                        + " sport=443, dport=65535, class_=255]",
                read("Key", 0).toString());
    }

    @Test
    void readsAValueAsCWroteIt() throws Exception {
        assertEquals(
                "Value[size=-9223372036854775807, other=2, s8=-128, flag=true, s16=-2, s32=-3,"
                        + " s64=-4, state=-1, low=5, mid=-2047, top=9,"
                        + " mac=MacT[octet=0211223344ff],"
                        + " ports=[Port[number=60000, proto=17], Port[number=60001, proto=17],"
                        + " Port[number=60002, proto=17]],"
                        + " grid=[0, 100, 200, 300, 400, 500], next=57005, token=42,"
                        + " mixedHalf=4660, counts=[10, 11, 12]]",
                read("Value", KEY).toString());
    }

    @Test
    void readsAnEventAsCWroteIt() throws Exception {
        assertEquals(
                "StringType[time=99, name=7877696e670000000000000000000000, ratio=0.5,"
                        + " share=-1.25, inner=StringInner[a=1, b=2], odd=0102030400000000]",
                read("StringType", KEY + VALUE).toString());
    }

    @Test
    void writesTheSameBytesAndZeroesPadding() throws Exception {
        for (String[] at : new String[][] {{"Key", "0"}, {"Value", "40"}, {"StringType", "160"}}) {
            Codec<Object> codec = codec(at[0]);
            int offset = Integer.parseInt(at[1]);
            ByteBuffer out = ByteBuffer.allocate(codec.size() + 16).order(ByteOrder.nativeOrder());
            Arrays.fill(out.array(), (byte) 0xaa);
            codec.write(codec.read(buffer(), offset), out, 8);
            assertArrayEquals(
                    Arrays.copyOfRange(bytes, offset, offset + codec.size()),
                    Arrays.copyOfRange(out.array(), 8, 8 + codec.size()),
                    at[0]);
            assertEquals(0xaaaaaaaa, out.getInt(4), "bytes before are untouched");
            assertEquals(0xaaaaaaaa, out.getInt(8 + codec.size()), "bytes behind are untouched");
        }
    }

    @Test
    void layoutsEqualThoseOfTheObject() throws Exception {
        for (String[] pair :
                new String[][] {
                    {"Key", "vib_key"},
                    {"Value", "vib_value"},
                    {"StringType", "vib_string"},
                    {"MacT", "vib_mac_t"}
                }) {
            assertEquals(Layouts.of(object.type(pair[1]).orElseThrow()), codec(pair[0]).layout());
        }
        assertEquals(object.rodata().orElseThrow(), codec("TypesRodata").layout());
    }

    @Test
    void staticAccessorsReadFieldsElementsAndUnionViews() throws Exception {
        assertEquals(443, access("Key", "sport", 0));
        assertEquals(0, access("Key", "ip4", 0));
        assertEquals(-2047, access("Value", "mid", KEY));
        assertEquals(0x34, access("Value", "mixedByte", KEY));
        assertEquals(0x04030201, access("StringType", "oddWord", KEY + VALUE));
        Method grid = type("Value").getMethod("grid", ByteBuffer.class, int.class, int.class);
        assertEquals(500, grid.invoke(null, buffer(), KEY, 5));
        assertThrows(InvocationTargetException.class, () -> grid.invoke(null, buffer(), KEY, 6));
        assertEquals(16, type("Key").getField("IP6_OFFSET").get(null));
    }

    @Test
    void equalContentIsEqualAndArraysAreCopied() throws Exception {
        Object one = read("Value", KEY);
        assertEquals(one, read("Value", KEY));
        assertEquals(one.hashCode(), read("Value", KEY).hashCode());
        Method counts = type("Value").getMethod("counts");
        ((long[]) counts.invoke(one))[0] = 77;
        assertEquals(one, read("Value", KEY));
        assertNotEquals(one, with(one, "other", long.class, 3L));
    }

    @Test
    void refusesNumbersThatDoNotFit() throws Exception {
        Object key = type("Key").getField("ZERO").get(null);
        InvocationTargetException refused =
                assertThrows(
                        InvocationTargetException.class,
                        () -> with(key, "dport", int.class, 65536));
        assertEquals(
                "struct vib_key.dport = 65536 is not in 0..65535", refused.getCause().getMessage());
        Object value = type("Value").getField("ZERO").get(null);
        for (int tooBig : new int[] {8, -1}) {
            assertThrows(
                    InvocationTargetException.class, () -> with(value, "low", int.class, tooBig));
        }
        assertThrows(
                InvocationTargetException.class,
                () -> with(value, "grid", int[].class, new int[5]));
        assertThrows(
                InvocationTargetException.class,
                () -> with(value, "grid", int[].class, new int[] {0, 0, 0, 0, 0, 70000}));
    }

    @Test
    void rodataHasTheCompiledValuesAndKeepsTheCompilersBytes() throws Exception {
        Object defaults = type("TypesRodata").getField("DEFAULTS").get(null);
        assertTrue(
                defaults.toString()
                        .startsWith("TypesRodata[ifindex=7, hostMac=020000000001, gateway=Addr["),
                defaults.toString());
        byte[] compiled = object.section(".rodata").orElseThrow();
        ByteBuffer out = ByteBuffer.allocate(compiled.length).order(ByteOrder.nativeOrder());
        codec("TypesRodata").write(with(defaults, "ifindex", int.class, 12), out, 0);
        int at = (int) type("TypesRodata").getField("IFINDEX_OFFSET").get(null);
        assertEquals(12, out.getInt(at));
        assertArrayEquals(compiled, out.putInt(at, 7).array());
    }

    @Test
    void enumsHaveNamesAndNumbers() throws Exception {
        Object open = type("State").getMethod("of", int.class).invoke(null, 5);
        assertEquals("Optional[OPEN]", open.toString());
        assertEquals(Optional.empty(), type("State").getMethod("of", int.class).invoke(null, 99));
        assertEquals(-1, classes.loadClass("gen.State$Value").getField("BAD").get(null));
        Object value = read("Value", KEY);
        assertEquals(
                "Optional[BAD]", type("Value").getMethod("stateEnum").invoke(value).toString());
    }

    @Test
    void mapConstantsCarryNameAndCodecs() throws Exception {
        Object flows = type("Maps").getField("FLOWS").get(null);
        assertEquals("vib_flows", flows.getClass().getMethod("name").invoke(flows));
        assertEquals(codec("Key"), flows.getClass().getMethod("key").invoke(flows));
        assertEquals(8, codec("PointsValue").size());
        Object points = type("Maps").getField("POINTS").get(null);
        Codec<?> mac = (Codec<?>) points.getClass().getMethod("key").invoke(points);
        assertEquals(6, mac.size());
        Object events = type("Maps").getField("EVENTS").get(null);
        assertEquals(0, ((Codec<?>) events.getClass().getMethod("value").invoke(events)).size());
    }

    private static Class<?> type(String name) throws Exception {
        return classes.loadClass("gen." + name);
    }

    @SuppressWarnings("unchecked")
    private static Codec<Object> codec(String name) throws Exception {
        return (Codec<Object>) type(name).getField("CODEC").get(null);
    }

    private static Object read(String name, int offset) throws Exception {
        return codec(name).read(buffer(), offset);
    }

    private static Object access(String name, String field, int offset) throws Exception {
        return type(name)
                .getMethod(field, ByteBuffer.class, int.class)
                .invoke(null, buffer(), offset);
    }

    private static Object with(Object record, String field, Class<?> type, Object value)
            throws Exception {
        String method = Component.prefixed("with", field);
        return record.getClass().getMethod(method, type).invoke(record, value);
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
