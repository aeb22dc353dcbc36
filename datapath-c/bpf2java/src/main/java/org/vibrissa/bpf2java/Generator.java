package org.vibrissa.bpf2java;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.vibrissa.bpf.Layout;
import org.vibrissa.bpf.internal.btf.CType;
import org.vibrissa.bpf.internal.btf.Layouts;
import org.vibrissa.bpf.internal.btf.MalformedObjectException;
import org.vibrissa.bpf.internal.btf.MapDefinition;
import org.vibrissa.bpf.internal.btf.ObjectFile;
import org.vibrissa.bpf.internal.btf.Variable;

/** Collects what the objects declare and makes one source per class. */
final class Generator implements Types {
    private static final int LARGEST_RODATA = 16 << 10;

    private final Options options;
    private final Names names;
    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, Layout> layouts = new HashMap<>();
    private final Map<String, CType.Enumeration> enums = new HashMap<>();
    private final Map<String, MapsSource.Entry> maps = new TreeMap<>();
    private ByteOrder order = ByteOrder.nativeOrder();

    Generator(Options options) {
        this.options = options;
        this.names = new Names(options.strip());
    }

    /** Sources by class name. */
    Map<String, String> generate() throws IOException {
        Set<String> missing = new HashSet<>(options.types());
        options.maps().ifPresent(missing::addAll);
        for (Path path : options.objects()) {
            try {
                add(path, ObjectFile.parse(Files.readAllBytes(path)), missing);
            } catch (MalformedObjectException | GeneratorException e) {
                throw new GeneratorException(path + ": " + e.getMessage(), e);
            }
        }
        if (!missing.isEmpty()) {
            throw new GeneratorException(
                    "no object has " + new java.util.TreeSet<>(missing) + " in its BTF");
        }
        if (!maps.isEmpty()) {
            sources.put("Maps", new MapsSource(options.javaPackage(), maps.values()).text());
        }
        return sources;
    }

    private void add(Path path, ObjectFile object, Set<String> missing) {
        order = object.order();
        for (MapDefinition map : object.maps()) {
            boolean wanted = options.maps().map(m -> m.contains(map.name())).orElse(true);
            if (wanted && !options.noMaps()) {
                missing.remove(map.name());
                addMap(map);
            }
        }
        object.exports().forEach(type -> addType("(exported)", type));
        for (String type : options.types()) {
            Optional<CType> found = object.type(type);
            found.ifPresent(t -> addType(type, t));
            found.ifPresent(t -> missing.remove(type));
        }
        addRodata(path, object);
    }

    private void addType(String name, CType type) {
        if (type instanceof CType.Composite composite) {
            struct(composite, name);
        } else if (type instanceof CType.Enumeration enumeration) {
            enumeration(enumeration);
        } else {
            throw new GeneratorException("type " + name + " is neither struct, union nor enum");
        }
    }

    private void addMap(MapDefinition map) {
        MapsSource.Coded key = coded(map.key(), map.keySize(), map.name() + "_key");
        MapsSource.Coded value = coded(map.value(), map.valueSize(), map.name() + "_value");
        MapsSource.Entry entry =
                new MapsSource.Entry(
                        names.constantName(map.name()),
                        map.name(),
                        String.format("Map {@code %s}, type %d.", map.name(), map.type()),
                        key,
                        value);
        MapsSource.Entry known = maps.putIfAbsent(entry.constant(), entry);
        if (known != null && !known.equals(entry)) {
            throw new GeneratorException(
                    "map " + map.name() + " differs between objects: " + known + ", " + entry);
        }
    }

    private MapsSource.Coded coded(Optional<CType> type, int size, String otherwise) {
        if (type.isPresent() && type.get() instanceof CType.Composite composite) {
            String name = struct(composite, otherwise);
            return new MapsSource.Coded(name, name + ".CODEC");
        }
        boolean number =
                type.map(t -> t instanceof CType.Int || t instanceof CType.Enumeration)
                        .orElse(true);
        if (number && size == 4) {
            return new MapsSource.Coded("Integer", "PlainCodecs.U32");
        } else if (number && size == 8) {
            return new MapsSource.Coded("Long", "PlainCodecs.U64");
        }
        return new MapsSource.Coded("ByteBuffer", "PlainCodecs.bytes(" + size + ")");
    }

    private void addRodata(Path path, ObjectFile object) {
        Optional<Layout> layout = object.rodata();
        if (layout.isEmpty()) {
            return;
        }
        byte[] compiled = object.section(".rodata").orElseThrow();
        if (compiled.length > LARGEST_RODATA) {
            throw new GeneratorException(
                    ".rodata of " + compiled.length + " bytes is more than " + LARGEST_RODATA);
        }
        List<CType.Member> members =
                object.variables(".rodata").stream()
                        .filter(Variable::settable)
                        .map(v -> member(v))
                        .toList();
        String file = String.valueOf(path.getFileName());
        String base = file.replaceFirst("(\\.bpf)?\\.o$", "").replace('-', '_').replace('.', '_');
        CType.Composite all = new CType.Composite("", false, compiled.length, members);
        add(base + "_rodata", layout.get(), all, Optional.of(HexFormat.of().formatHex(compiled)));
    }

    private CType.Member member(Variable v) {
        return new CType.Member(names.stripped(v.name()), v.offset() * 8, 0, v.type());
    }

    @Override
    public String struct(CType.Composite composite, String otherwise) {
        String cName = composite.name().isEmpty() ? otherwise : composite.name();
        return add(cName, Layouts.of(composite), composite, Optional.empty());
    }

    private String add(
            String cName, Layout layout, CType.Composite composite, Optional<String> compiled) {
        String name = names.className(cName);
        Layout known = layouts.putIfAbsent(name, layout);
        if (known == null && !enums.containsKey(name)) {
            Members members = Members.of(composite, names, this, order, cName);
            RecordSource source =
                    new RecordSource(options.javaPackage(), name, layout, members, compiled);
            sources.put(name, source.text());
        } else if (!layout.equals(known)) {
            throw new GeneratorException(
                    String.format(
                            "two types would be class %s:%n%s%n%s",
                            name, known == null ? "an enum" : known.describe(), layout.describe()));
        }
        return name;
    }

    @Override
    public String enumeration(CType.Enumeration enumeration) {
        String name = names.className(enumeration.name());
        CType.Enumeration known = enums.putIfAbsent(name, enumeration);
        if (known == null && !layouts.containsKey(name)) {
            sources.put(
                    name, new EnumSource(options.javaPackage(), name, enumeration, names).text());
        } else if (!enumeration.equals(known)) {
            throw new GeneratorException("two types would be enum " + name);
        }
        return name;
    }
}
