package org.vibrissa.bpf.internal.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.ContractNote;
import org.vibrissa.bpf.MapSpec;
import org.vibrissa.bpf.MapType;
import org.vibrissa.bpf.ProgramSpec;
import org.vibrissa.bpf.internal.btf.MalformedObjectException;
import org.vibrissa.bpf.internal.btf.MapDefinition;
import org.vibrissa.bpf.internal.btf.ObjectFile;
import org.vibrissa.bpf.internal.btf.Variable;
import org.vibrissa.bpf.internal.kernel.ElfHandle;

/** Reads an object file as data. */
public final class ObjectReader {
    private static final String CONTRACT = ".vib.contract";

    private ObjectReader() {}

    /** An object file parsed: the public view and what the loader needs besides. */
    public record Parsed(BpfObjectSpec spec, List<Variable> constants) {}

    /**
     * Parses a file.
     *
     * @throws BpfException when it is no BPF object, with the offset of what is wrong
     */
    public static Parsed read(String entry, byte[] file) {
        try {
            ObjectFile object = ObjectFile.parse(file);
            BpfObjectSpec spec =
                    new BpfObjectSpec(
                            entry,
                            programs(entry, file),
                            object.maps().stream().map(ObjectReader::map).toList(),
                            object.rodata(),
                            notes(object),
                            license(object));
            return new Parsed(spec, object.variables(".rodata"));
        } catch (MalformedObjectException e) {
            throw new BpfException(entry + " is no usable BPF object: " + e.getMessage(), e);
        }
    }

    private static List<ProgramSpec> programs(String entry, byte[] file) {
        try (ElfHandle elf = ElfHandle.open(file, entry)) {
            return elf.programs();
        }
    }

    private static MapSpec map(MapDefinition m) {
        return new MapSpec(
                m.name(),
                MapType.of(m.type()),
                m.keySize(),
                m.valueSize(),
                m.maxEntries(),
                m.flags(),
                m.keyLayout(),
                m.valueLayout());
    }

    private static List<ContractNote> notes(ObjectFile object) {
        byte[] bytes = object.section(CONTRACT).orElse(new byte[0]);
        List<ContractNote> notes = new ArrayList<>();
        for (Variable v : object.variables(CONTRACT)) {
            notes.add(
                    new ContractNote(
                            v.name(), ByteBuffer.wrap(bytes, v.offset(), v.type().size()).slice()));
        }
        return notes;
    }

    private static String license(ObjectFile object) {
        return object.section("license")
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).replace("\0", ""))
                .orElse("");
    }
}
