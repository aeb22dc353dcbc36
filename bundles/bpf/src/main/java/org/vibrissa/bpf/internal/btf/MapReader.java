package org.vibrissa.bpf.internal.btf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the map definitions of section {@code .maps}: each map is a variable of a struct whose
 * members encode numbers as array lengths and types as pointers (libbpf's bpf_helpers.h).
 */
final class MapReader {
    /** More than libbpf knows; keeps the work per map small in a hostile file. */
    private static final int MOST_MEMBERS = 64;

    private final Btf btf;
    private final TypeResolver resolver;

    MapReader(Btf btf, TypeResolver resolver) {
        this.btf = btf;
        this.resolver = resolver;
    }

    List<MapDefinition> read() {
        Optional<Btf.Section> section = btf.dataSection(".maps");
        if (section.isEmpty()) {
            return List.of();
        }
        List<MapDefinition> maps = new ArrayList<>();
        for (BtfType.Placed placed : section.get().section().variables()) {
            maps.add(map(placed.variable(), section.get().id()));
        }
        return List.copyOf(maps);
    }

    private MapDefinition map(int id, int section) {
        if (!(btf.type(id, section) instanceof BtfType.Variable variable)) {
            throw btf.malformed(section, "lists type " + id + " in .maps, which is no variable");
        }
        Btf.Resolved target = btf.resolve(variable.type(), id);
        if (!(target.type() instanceof BtfType.Composite definition)) {
            throw btf.malformed(id, "map " + variable.name() + " is no struct");
        }
        if (definition.members().size() > MOST_MEMBERS) {
            throw btf.malformed(id, "map " + variable.name() + " declares too much");
        }
        Map<String, Long> attributes = new HashMap<>();
        Optional<CType> key = Optional.empty();
        Optional<CType> value = Optional.empty();
        for (BtfType.Member member : definition.members()) {
            switch (member.name()) {
                case "key" -> key = Optional.of(pointee(member, target.id()));
                case "value" -> value = Optional.of(pointee(member, target.id()));
                default -> addNumber(member, target.id(), attributes);
            }
        }
        return new MapDefinition(variable.name(), attributes, key, value);
    }

    private CType pointee(BtfType.Member member, int owner) {
        Btf.Resolved type = btf.resolve(member.type(), owner);
        if (!(type.type() instanceof BtfType.Ptr pointer)) {
            throw btf.malformed(owner, "member " + member.name() + " is not made by __type()");
        }
        return resolver.resolve(pointer.target(), type.id());
    }

    private void addNumber(BtfType.Member member, int owner, Map<String, Long> attributes) {
        Btf.Resolved type = btf.resolve(member.type(), owner);
        if (type.type() instanceof BtfType.Ptr pointer
                && btf.resolve(pointer.target(), type.id()).type() instanceof BtfType.Array a) {
            attributes.put(member.name(), a.count());
        } else if (type.type() instanceof BtfType.Enumeration e && e.constants().size() == 1) {
            attributes.put(member.name(), e.constants().get(0).value());
        } else if (!(type.type() instanceof BtfType.Array)) {
            // An array of pointers is __array(values, …): the inner map or program.
            throw btf.malformed(
                    owner, "member " + member.name() + " is not made by __uint() or __ulong()");
        }
    }
}
