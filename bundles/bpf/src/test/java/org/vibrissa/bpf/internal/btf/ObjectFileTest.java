package org.vibrissa.bpf.internal.btf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.Layout;

class ObjectFileTest {
    private static ObjectFile object;
    private static ObjectFile bigEndian;

    @BeforeAll
    static void compile() throws Exception {
        object = ObjectFile.parse(CompiledObject.of("shapes.bpf.c", "bpfel"));
        bigEndian = ObjectFile.parse(CompiledObject.of("shapes.bpf.c", "bpfeb"));
    }

    @Test
    void readsMapsWithTypesAndNumbers() {
        MapDefinition flows = object.map("vib_flows").orElseThrow();
        assertEquals(9, flows.type());
        assertEquals(4096, flows.maxEntries());
        assertEquals(2, flows.flags());
        assertEquals(40, flows.keySize());
        assertEquals(88, flows.valueSize());
        MapDefinition chain = object.map("vib_chain").orElseThrow();
        assertEquals(4, chain.keySize());
        assertTrue(chain.keyLayout().isEmpty());
        MapDefinition events = object.map("vib_events").orElseThrow();
        assertEquals(0, events.keySize());
        assertEquals(65536, events.maxEntries());
        assertEquals(4, object.maps().size());
    }

    @Test
    void flattensNestedStructsAndUnions() {
        assertEquals(
                List.of(
                        "0 u32[4] saddr.word",
                        "16 u32 ip4",
                        "16 u32[4] ip6.word",
                        "32 u16 sport",
                        "34 u16 dport",
                        "36 u8 proto",
                        "37 u8[3] pad"),
                lines(object.map("vib_flows").orElseThrow().keyLayout().orElseThrow()));
    }

    @Test
    void spellsEveryKindOfField() {
        assertEquals(
                List.of(
                        "0 u64 packets",
                        "8 u64 bytes",
                        "16 s8 s8",
                        "17 bool flag",
                        "18 s16 s16",
                        "20 s32 s32",
                        "24 s64 s64",
                        "32 s32 state",
                        "36 u32:3@0 low",
                        "36 u32:12@3 mid",
                        "38 u32:4@4 top",
                        "39 u8[6] mac.octet",
                        "45 u8[2] mac.pad",
                        "48 {u16 number@0; u8 proto@2; size 4}[3] ports",
                        "60 u16[2][3] grid",
                        "72 u64 wide",
                        "80 ptr next"),
                lines(object.map("vib_flows").orElseThrow().valueLayout().orElseThrow()));
    }

    @Test
    void givesPlainTypesTheirSpellingAndNoFields() {
        MapDefinition counts = object.map("vib_counts").orElseThrow();
        assertEquals("u32", counts.keyLayout().orElseThrow().name());
        assertEquals(new Layout("u64", 8, List.of()), counts.valueLayout().orElseThrow());
    }

    @Test
    void placesConstantsBySymbolAndLeavesOutTheCompilersOwn() {
        assertEquals(
                List.of(
                        "0 u32 vib_host_ifindex",
                        "4 u8[6] vib_host_mac",
                        "12 u32[4] vib_gateway.word"),
                lines(object.rodata().orElseThrow()));
        assertEquals(object.section(".rodata").orElseThrow().length, object.rodata().get().size());
    }

    @Test
    void findsExportedTypes() {
        assertEquals(
                List.of("vib_event", "vib_other"),
                object.exports().stream()
                        .map(t -> ((CType.Composite) t).name())
                        .collect(Collectors.toList()));
        assertEquals("s32", Layouts.spelling(object.type("vib_state").orElseThrow()));
        assertEquals(8, object.type("vib_mac_t").orElseThrow().size());
        assertTrue(object.type("vib_absent").isEmpty());
    }

    @Test
    void returnsTheContractAsBytes() {
        assertArrayEquals(new byte[] {1, 0, 17, 0}, object.contract().orElseThrow());
        assertArrayEquals(new byte[] {0, 1, 0, 17}, bigEndian.contract().orElseThrow());
    }

    @Test
    void readsBothByteOrdersAlike() {
        assertEquals(ByteOrder.LITTLE_ENDIAN, object.order());
        assertEquals(ByteOrder.BIG_ENDIAN, bigEndian.order());
        for (MapDefinition map : object.maps()) {
            MapDefinition other = bigEndian.map(map.name()).orElseThrow();
            assertEquals(map.attributes(), other.attributes());
            assertEquals(map.keyLayout(), other.keyLayout());
            assertEquals(map.valueLayout(), other.valueLayout());
        }
        assertEquals(object.rodata(), bigEndian.rodata());
    }

    private static List<String> lines(Layout layout) {
        return layout.fields().stream()
                .map(f -> f.offset() + " " + f.type() + " " + f.name())
                .collect(Collectors.toList());
    }
}
