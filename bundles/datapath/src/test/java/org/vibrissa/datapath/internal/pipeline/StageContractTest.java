package org.vibrissa.datapath.internal.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.ContractNote;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.ClaimRefused;
import org.vibrissa.datapath.internal.bpf.Contract;
import org.vibrissa.datapath.internal.bpf.Meta;

class StageContractTest {
    private static final int NAME = 48;

    private static ContractNote note(int abi, int metaSize, int slot, int chains, String name) {
        byte[] program = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), NAME);
        Contract contract = new Contract(abi, metaSize, slot, chains, Contract.SIZE, 1, 2, program);
        ByteBuffer bytes = ByteBuffer.allocate(Contract.SIZE).order(ByteOrder.nativeOrder());
        Contract.CODEC.write(contract, bytes, 0);
        return new ContractNote(name + "_contract", bytes);
    }

    private static BpfObjectSpec object(ContractNote... notes) {
        return new BpfObjectSpec(
                "bpf/t.bpf.o", List.of(), List.of(), Optional.empty(), List.of(notes), "GPL");
    }

    @Test
    void readsAGoodRecord() {
        StageContract contract =
                StageContract.of(object(note(1, Meta.SIZE, 17, 0b1001, "count")), "count");
        assertEquals(new StageContract("count", 17, Set.of(Chain.EP, Chain.HOST), 1, 2), contract);
    }

    static Stream<Arguments> bad() {
        int size = Meta.SIZE;
        return Stream.of(
                Arguments.of("WRONG_ABI", "ABI 2", note(2, size, 17, 1, "t")),
                Arguments.of("WRONG_ABI", "ABI 0", note(0, size, 17, 1, "t")),
                Arguments.of("WRONG_ABI", (size + 8) + " bytes", note(1, size + 8, 17, 1, "t")),
                Arguments.of("NO_CONTRACT", "slot 32", note(1, size, 32, 1, "t")),
                Arguments.of("NO_CONTRACT", "slot 255", note(1, size, 255, 1, "t")),
                Arguments.of("NO_CONTRACT", "0x00", note(1, size, 17, 0, "t")),
                Arguments.of("NO_CONTRACT", "0x11", note(1, size, 17, 0x11, "t")),
                Arguments.of(
                        "NO_CONTRACT",
                        "3 bytes",
                        new ContractNote("t_contract", ByteBuffer.allocate(3))),
                Arguments.of("NO_CONTRACT", "VIB_STAGE", note(1, size, 17, 1, "other")));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesABadRecordWithTheObjectAndTheReason(String cause, String words, ContractNote note) {
        ClaimRefused refused =
                assertThrows(ClaimRefused.class, () -> StageContract.of(object(note), "t"));
        assertEquals(cause, refused.reason().name());
        assertTrue(refused.getMessage().startsWith("bpf/t.bpf.o: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    @Test
    void refusesAnObjectWithoutRecords() {
        assertEquals(
                ClaimRefused.Cause.NO_CONTRACT,
                assertThrows(ClaimRefused.class, () -> StageContract.of(object(), "t")).reason());
    }
}
