package org.vibrissa.bpf.internal.btf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sections and symbols of a 64-bit ELF object made for BPF. */
final class ElfFile {
    /** A section; {@code data} is empty for one that has no bytes in the file, such as .bss. */
    record Section(int index, String name, int type, int link, long size, ByteRange data) {}

    /** A symbol of the section with index {@code section}. */
    record Symbol(String name, int section, int type, long value, long size) {}

    private static final int HEADER_SIZE = 64;
    private static final int SECTION_HEADER_SIZE = 64;
    private static final int SYMBOL_SIZE = 24;
    private static final int CLASS_64 = 2;
    private static final int MACHINE_BPF = 247;
    private static final int TYPE_SYMTAB = 2;
    private static final int TYPE_NOBITS = 8;

    private final List<Section> sections;
    private final ByteOrder order;

    private ElfFile(List<Section> sections, ByteOrder order) {
        this.sections = sections;
        this.order = order;
    }

    static ElfFile parse(byte[] bytes) {
        ByteRange ident = ByteRange.of(bytes, ByteOrder.BIG_ENDIAN, "ELF header");
        if (ident.s32(0) != 0x7f454c46) {
            throw ident.malformed(0, "not an ELF file: the magic bytes are missing");
        }
        if (ident.u8(4) != CLASS_64) {
            throw ident.malformed(4, "ELF class " + ident.u8(4) + " is not 64-bit");
        }
        ByteOrder order =
                switch (ident.u8(5)) {
                    case 1 -> ByteOrder.LITTLE_ENDIAN;
                    case 2 -> ByteOrder.BIG_ENDIAN;
                    default -> throw ident.malformed(5, "ELF byte order " + ident.u8(5));
                };
        ByteRange file = ByteRange.of(bytes, order, "the file");
        int machine = file.slice(0, HEADER_SIZE, "ELF header").u16(18);
        if (machine != MACHINE_BPF) {
            throw file.malformed(18, "ELF machine " + machine + " is not BPF (247)");
        }
        return new ElfFile(sections(file), order);
    }

    private static List<Section> sections(ByteRange file) {
        int entrySize = file.u16(58);
        int count = file.u16(60);
        int names = file.u16(62);
        if (entrySize != SECTION_HEADER_SIZE) {
            throw file.malformed(58, "section header size " + entrySize + " is not 64");
        }
        if (names >= count) {
            throw file.malformed(62, "name section " + names + " of " + count + " sections");
        }
        ByteRange headers =
                file.slice(file.s64(40), (long) count * entrySize, "section header table");
        StringTable strings = new StringTable(data(file, headers, names));
        List<Section> sections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long at = (long) i * entrySize;
            String name = strings.get(headers.u32(at), headers.fileOffset(at));
            sections.add(
                    new Section(
                            i,
                            name,
                            headers.s32(at + 4),
                            headers.s32(at + 40),
                            headers.s64(at + 32),
                            data(file, headers, i)));
        }
        return List.copyOf(sections);
    }

    private static ByteRange data(ByteRange file, ByteRange headers, int index) {
        long at = (long) index * SECTION_HEADER_SIZE;
        int type = headers.s32(at + 4);
        boolean inFile = type != 0 && type != TYPE_NOBITS;
        long offset = inFile ? headers.s64(at + 24) : 0;
        long size = inFile ? headers.s64(at + 32) : 0;
        return file.slice(offset, size, "section " + index);
    }

    ByteOrder order() {
        return order;
    }

    /** The first section of that name. */
    Optional<Section> section(String name) {
        return sections.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** Symbols placed in {@code section}, in file order. */
    List<Symbol> symbols(Section section) {
        return sections.stream()
                .filter(s -> s.type() == TYPE_SYMTAB)
                .findFirst()
                .map(table -> symbols(table, section))
                .orElse(List.of());
    }

    private List<Symbol> symbols(Section table, Section section) {
        List<Symbol> found = new ArrayList<>();
        if (table.link() < 0 || table.link() >= sections.size()) {
            throw table.data().malformed(0, "symbol table names string section " + table.link());
        }
        StringTable strings = new StringTable(sections.get(table.link()).data());
        ByteRange data = table.data();
        for (long at = 0; at + SYMBOL_SIZE <= data.length(); at += SYMBOL_SIZE) {
            if (data.u16(at + 6) == section.index()) {
                found.add(
                        new Symbol(
                                strings.get(data.u32(at), data.fileOffset(at)),
                                section.index(),
                                data.u8(at + 4) & 0xf,
                                data.s64(at + 8),
                                data.s64(at + 16)));
            }
        }
        return found;
    }
}
