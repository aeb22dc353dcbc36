package org.vibrissa.bpf.internal.btf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.bpf.Layout;

/**
 * A compiled BPF object as data: its maps, constants, types and raw sections. Parsing reads
 * untrusted bytes; it ends in time and memory proportional to the file, or with {@link
 * MalformedObjectException}.
 */
public final class ObjectFile {
    /** Tag of a struct that is sent to user space: {@code btf_decl_tag("vib:event")}. */
    private static final String EVENT_TAG = "vib:event";

    /** Section whose variables point to types that user space needs besides those of maps. */
    private static final String EXPORT_SECTION = ".vib.export";

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
     * The structs, unions and enums that user space needs besides those of maps, such as events:
     * what {@code VIB_EXPORT(type)} points to from section {@code .vib.export}, and what has the
     * declaration tag {@code vib:event}. In order of declaration.
     */
    public List<CType> exports() {
        Set<CType> found = Collections.newSetFromMap(new IdentityHashMap<>());
        List<CType> exports = new ArrayList<>();
        for (int id = 1; id < btf.count(); id++) {
            if (btf.type(id, id) instanceof BtfType.DeclTag tag
                    && tag.component() == -1
                    && tag.name().equals(EVENT_TAG)) {
                CType type = exported(tag.target(), id);
                if (found.add(type)) {
                    exports.add(type);
                }
            }
        }
        for (CType type : pointedTo()) {
            if (found.add(type)) {
                exports.add(type);
            }
        }
        return List.copyOf(exports);
    }

    private List<CType> pointedTo() {
        Optional<Btf.Section> section = btf.dataSection(EXPORT_SECTION);
        if (section.isEmpty()) {
            return List.of();
        }
        List<CType> types = new ArrayList<>();
        for (BtfType.Placed placed : section.get().section().variables()) {
            int id = placed.variable();
            if (btf.type(id, section.get().id()) instanceof BtfType.Variable variable
                    && btf.resolve(variable.type(), id).type() instanceof BtfType.Ptr pointer) {
                types.add(exported(pointer.target(), id));
            } else {
                throw btf.malformed(
                        section.get().id(), "lists what is no pointer in " + EXPORT_SECTION);
            }
        }
        return types;
    }

    private CType exported(int target, int from) {
        CType type = resolver.resolve(target, from);
        if (type instanceof CType.Composite || type instanceof CType.Enumeration) {
            return type;
        }
        throw btf.malformed(from, "exports what is neither struct, union nor enum");
    }
}
