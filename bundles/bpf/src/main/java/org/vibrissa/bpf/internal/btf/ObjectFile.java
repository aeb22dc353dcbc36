package org.vibrissa.bpf.internal.btf;

import org.vibrissa.bpf.Layout;

import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A compiled BPF object as data: its maps, constants, types and raw sections. Parsing reads
 * untrusted bytes; it ends in time and memory proportional to the file, or with {@link
 * MalformedObjectException}.
 */
public final class ObjectFile {
    /** Tag of a struct that is sent to user space: {@code btf_decl_tag("vib:event")}. */
    public static final String EVENT_TAG = "vib:event";

    /** Section whose variables point to the structs that are sent to user space. */
    public static final String EVENT_SECTION = ".vib.event";

    private static final int LARGEST_FILE = 64 << 20;

    private final ElfFile elf;
    private final Btf btf;
    private final TypeResolver resolver;
    private final List<MapDefinition> maps;

    private ObjectFile(ElfFile elf, Btf btf) {
        this.elf = elf;
        this.btf = btf;
        this.resolver = new TypeResolver(btf);
        this.maps = new MapReader(btf, resolver).read();
    }

    /**
     * Reads an ELF object made by {@code clang -target bpf -g}.
     *
     * @throws MalformedObjectException when it breaks a format, with the offset in the file
     */
    public static ObjectFile parse(byte[] bytes) {
        if (bytes.length > LARGEST_FILE) {
            throw new MalformedObjectException(
                    LARGEST_FILE, "the file is larger than " + LARGEST_FILE + " bytes");
        }
        ElfFile elf = ElfFile.parse(bytes);
        ByteRange section =
                elf.section(".BTF")
                        .map(ElfFile.Section::data)
                        .orElseThrow(
                                () ->
                                        new MalformedObjectException(
                                                0, "no .BTF section: compile with -g"));
        return new ObjectFile(elf, Btf.parse(section));
    }

    /** The byte order of the machine it was compiled for. */
    public ByteOrder order() {
        return elf.order();
    }

    /** The maps of section {@code .maps}, in order of declaration. */
    public List<MapDefinition> maps() {
        return maps;
    }

    /** The map of that name. */
    public Optional<MapDefinition> map(String name) {
        return maps.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /** The variables of a data section such as {@code .rodata}, in order of place. */
    public List<Variable> variables(String section) {
        return new VariableReader(elf, btf, resolver).read(section);
    }

    /**
     * The settable constants ({@code const volatile}) of {@code .rodata} with the size of the
     * section. Bytes that belong to no field are the compiler's and must stay as they are.
     */
    public Optional<Layout> rodata() {
        List<Variable> settable = variables(".rodata").stream().filter(Variable::settable).toList();
        return settable.isEmpty()
                ? Optional.empty()
                : elf.section(".rodata")
                        .map(s -> Layouts.of(".rodata", Math.toIntExact(s.size()), settable));
    }

    /** The bytes of a section as compiled. */
    public Optional<byte[]> section(String name) {
        return elf.section(name).map(s -> s.data().toArray());
    }

    /** The bytes of section {@code .vib.contract}. */
    public Optional<byte[]> contract() {
        return section(".vib.contract");
    }

    /** The struct, union or enum with that tag, or the typedef of that name. */
    public Optional<CType> type(String name) {
        for (int id = 1; id < btf.count(); id++) {
            if (nameOf(btf.type(id, id)).equals(name)) {
                return Optional.of(resolver.resolve(id, id));
            }
        }
        return Optional.empty();
    }

    private static String nameOf(BtfType type) {
        if (type instanceof BtfType.Composite c) {
            return c.name();
        } else if (type instanceof BtfType.Enumeration e) {
            return e.name();
        }
        return type instanceof BtfType.Alias a && a.qualifier() == BtfType.Qualifier.TYPEDEF
                ? a.name()
                : "";
    }

    /**
     * The structs that are marked as sent to user space: by {@code VIB_EVENT(type)}, which places a
     * pointer in section {@code .vib.event}, or by the declaration tag {@code vib:event}.
     */
    public List<CType.Composite> events() {
        Set<CType.Composite> events = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int id = 1; id < btf.count(); id++) {
            if (btf.type(id, id) instanceof BtfType.DeclTag tag
                    && tag.component() == -1
                    && tag.name().equals(EVENT_TAG)) {
                addEvent(tag.target(), id, events);
            }
        }
        btf.dataSection(EVENT_SECTION).ifPresent(s -> addPointedTo(s, events));
        return events.stream().sorted(Comparator.comparing(CType.Composite::name)).toList();
    }

    private void addPointedTo(Btf.Section section, Set<CType.Composite> events) {
        for (BtfType.Placed placed : section.section().variables()) {
            if (btf.type(placed.variable(), section.id()) instanceof BtfType.Variable variable
                    && btf.resolve(variable.type(), placed.variable()).type()
                            instanceof BtfType.Ptr pointer) {
                addEvent(pointer.target(), placed.variable(), events);
            } else {
                throw btf.malformed(section.id(), "lists what is no pointer in .vib.event");
            }
        }
    }

    private void addEvent(int target, int from, Set<CType.Composite> events) {
        if (resolver.resolve(target, from) instanceof CType.Composite composite) {
            events.add(composite);
        } else {
            throw btf.malformed(from, "marks what is no struct as an event");
        }
    }
}
