package org.vibrissa.bpf.internal.btf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The types of one object, by id. */
final class Btf {
    private static final int MAGIC = 0xeb9f;

    /** Longest chain of typedefs and qualifiers that is followed; the kernel follows 32. */
    private static final int LONGEST_CHAIN = 64;

    private final List<BtfType> types;
    private final List<Long> offsets;

    private Btf(List<BtfType> types, List<Long> offsets) {
        this.types = types;
        this.offsets = offsets;
    }

    /** Parses the bytes of a .BTF section. */
    static Btf parse(ByteRange section) {
        int magic = section.u16(0);
        if (magic != MAGIC) {
            throw section.malformed(0, String.format("BTF magic is 0x%04x, not 0xeb9f", magic));
        }
        if (section.u8(2) != 1) {
            throw section.malformed(2, "BTF version " + section.u8(2) + " is not 1");
        }
        long header = section.u32(4);
        if (header < 24) {
            throw section.malformed(4, "BTF header of " + header + " bytes is shorter than 24");
        }
        ByteRange types =
                section.slice(header + section.u32(8), section.u32(12), "BTF type section");
        ByteRange strings =
                section.slice(header + section.u32(16), section.u32(20), "BTF string section");
        return read(types, new StringTable(strings));
    }

    private static Btf read(ByteRange types, StringTable strings) {
        List<BtfType> all = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        all.add(new BtfType.NoType());
        offsets.add(types.fileOffset(0));
        BtfTypeReader reader = new BtfTypeReader(types, strings);
        while (reader.hasNext()) {
            offsets.add(reader.fileOffset());
            all.add(reader.next());
        }
        return new Btf(all, offsets);
    }

    /** Number of ids, with void. */
    int count() {
        return types.size();
    }

    /** The type with that id; {@code from} is the id of the type that refers to it. */
    BtfType type(int id, int from) {
        if (id < 0 || id >= types.size()) {
            throw malformed(from, "refers to type " + Integer.toUnsignedString(id));
        }
        return types.get(id);
    }

    /** The type behind typedefs and qualifiers, and what was passed on the way. */
    Resolved resolve(int id, int from) {
        Set<BtfType.Qualifier> qualifiers = new HashSet<>();
        List<String> names = new ArrayList<>();
        int at = id;
        for (int hop = 0; hop < LONGEST_CHAIN; hop++) {
            if (!(type(at, from) instanceof BtfType.Alias alias)) {
                return new Resolved(at, type(at, from), qualifiers, names);
            }
            qualifiers.add(alias.qualifier());
            if (alias.qualifier() == BtfType.Qualifier.TYPEDEF) {
                names.add(alias.name());
            }
            at = alias.target();
        }
        throw malformed(id, "typedefs refer to each other in a circle");
    }

    /**
     * A type behind its aliases.
     *
     * @param typedefs the typedef names passed, outermost first
     */
    record Resolved(
            int id, BtfType type, Set<BtfType.Qualifier> qualifiers, List<String> typedefs) {}

    /** The data section of that name. */
    Optional<Section> dataSection(String name) {
        for (int id = 1; id < types.size(); id++) {
            if (types.get(id) instanceof BtfType.DataSection s && s.name().equals(name)) {
                return Optional.of(new Section(id, s));
            }
        }
        return Optional.empty();
    }

    /** A data section and its id. */
    record Section(int id, BtfType.DataSection section) {}

    MalformedObjectException malformed(int id, String problem) {
        int known = id >= 0 && id < types.size() ? id : 0;
        return new MalformedObjectException(offsets.get(known), "BTF type " + id + " " + problem);
    }
}
