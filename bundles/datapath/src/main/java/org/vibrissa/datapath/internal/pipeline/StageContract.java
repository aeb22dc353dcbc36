package org.vibrissa.datapath.internal.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.ContractNote;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.ClaimRefused;
import org.vibrissa.datapath.Slots;
import org.vibrissa.datapath.internal.bpf.Contract;
import org.vibrissa.datapath.internal.bpf.Meta;

/**
 * What a stage declares of itself in section {@code .vib.contract}, checked.
 *
 * @param program the program's name
 * @param slot 0..31
 * @param chains where it runs
 * @param needs capabilities that earlier stages must provide, a bit mask
 * @param provides capabilities it gives to later ones, a bit mask
 */
record StageContract(String program, int slot, Set<Chain> chains, int needs, int provides) {
    /** The ABI of this runtime, VIB_ABI in C. */
    static final int ABI = 1;

    /**
     * Finds and checks the record of one program.
     *
     * @throws ClaimRefused when there is none, it is unreadable or of another ABI
     */
    static StageContract of(BpfObjectSpec object, String program) {
        return object.notes().stream()
                .map(note -> of(object, note))
                .filter(contract -> contract.program().equals(program))
                .findFirst()
                .orElseThrow(
                        () ->
                                noContract(
                                        object.entry(),
                                        ("program %s has no contract record; declare it with"
                                                        + " VIB_STAGE")
                                                .formatted(program)));
    }

    /** As above, of a record that is at hand. */
    static StageContract of(BpfObjectSpec object, ContractNote note) {
        var bytes = note.bytes();
        if (bytes.remaining() < Contract.SIZE) {
            throw noContract(
                    object.entry(),
                    "contract record %s has %d bytes, at least %d are needed"
                            .formatted(note.symbol(), bytes.remaining(), Contract.SIZE));
        }
        Contract raw = Contract.CODEC.read(bytes, 0);
        String program = name(raw.program());
        checkAbi(object.entry(), program, raw);
        if (raw.slot() >= Slots.COUNT) {
            throw noContract(
                    object.entry(),
                    "program %s names slot %d; slots are 0..31".formatted(program, raw.slot()));
        }
        return new StageContract(
                program,
                raw.slot(),
                chains(object.entry(), program, raw.chains()),
                raw.needs(),
                raw.provides());
    }

    private static void checkAbi(String entry, String program, Contract raw) {
        if (raw.abi() != ABI || raw.metaSize() != Meta.SIZE) {
            throw new ClaimRefused(
                    ClaimRefused.Cause.WRONG_ABI,
                    ("%s: program %s was built for ABI %d with struct vib_meta of %d bytes; this"
                                    + " runtime has ABI %d with %d bytes: rebuild it with this"
                                    + " release's SDK headers")
                            .formatted(entry, program, raw.abi(), raw.metaSize(), ABI, Meta.SIZE));
        }
    }

    private static Set<Chain> chains(String entry, String program, int mask) {
        Set<Chain> chains = EnumSet.noneOf(Chain.class);
        for (Chain chain : Chain.values()) {
            if ((mask & (1 << chain.ordinal())) != 0) {
                chains.add(chain);
            }
        }
        if (chains.isEmpty() || mask >>> Chain.values().length != 0) {
            throw noContract(
                    entry,
                    "program %s has chain mask 0x%02x; it must name 1 to 4 known chains"
                            .formatted(program, mask));
        }
        return chains;
    }

    private static ClaimRefused noContract(String entry, String why) {
        return new ClaimRefused(ClaimRefused.Cause.NO_CONTRACT, entry + ": " + why);
    }

    private static String name(byte[] padded) {
        int end = 0;
        while (end < padded.length && padded[end] != 0) {
            end++;
        }
        return new String(padded, 0, end, StandardCharsets.US_ASCII);
    }
}
