package org.vibrissa.bpf;

import java.util.List;
import java.util.Optional;

/**
 * An object file as pure data: nothing of it is in the kernel yet.
 *
 * @param entry path of the ELF file in its bundle
 * @param programs its programs
 * @param maps its maps, without the compiler's own ({@code .rodata}, {@code .bss})
 * @param rodata layout of its constants when it has any
 * @param notes the contract notes, in order of address
 * @param license its licence string
 */
public record BpfObjectSpec(
        String entry,
        List<ProgramSpec> programs,
        List<MapSpec> maps,
        Optional<Layout> rodata,
        List<ContractNote> notes,
        String license) {
    public BpfObjectSpec {
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
        notes = List.copyOf(notes);
    }

    /** The program of that name. */
    public Optional<ProgramSpec> program(String name) {
        return programs.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** The map of that name. */
    public Optional<MapSpec> map(String name) {
        return maps.stream().filter(m -> m.name().equals(name)).findFirst();
    }
}
