package org.vibrissa.mode.internal.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.mode.internal.view.ChangeRow;
import org.vibrissa.mode.internal.view.ReceiptRow;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;

/** Receipts of mode changes and of bundle swaps, in one list. */
class ReceiptsTest {
    @TempDir private Path folder;
    private Receipts receipts;

    @BeforeEach
    void open() {
        Node node =
                fake(
                        Node.class,
                        (self, method, args) ->
                                method.getName().equals("stateDir") ? folder : "host-a");
        ResourceStore store =
                fake(
                        ResourceStore.class,
                        (self, method, args) ->
                                method.getName().equals("get") ? Optional.empty() : null);
        receipts = new Receipts(node, store, new ReceiptKeyKind());
        receipts.add(mode());
        new SignedBook(receipts).sign(bundle());
    }

    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    private static ObjectNode mode() {
        ObjectNode receipt = JsonNodeFactory.instance.objectNode();
        receipt.put("id", "20260101t120000000-1a").put("kind", "mode").put("node", "host-a");
        receipt.put("group", "default").put("from", "vxlan").put("to", "geneve");
        return receipt.put("result", "completed").put("startedAt", "2026-01-01T12:00:00Z");
    }

    private static ObjectNode bundle() {
        ObjectNode receipt = JsonNodeFactory.instance.objectNode();
        receipt.put("id", "20260101t130000000000000z").put("kind", "bundle");
        receipt.put("node", "host-a").put("what", "org.example.hello 1.0.0 -> 1.0.1");
        return receipt.put("result", "swapped").put("startedAt", "2026-01-01T13:00:00Z");
    }

    @Test
    void listsBothKindsTheNewestFirst() {
        List<ReceiptRow> rows = receipts.list().stream().map(ReceiptRow::of).toList();
        assertEquals(List.of("bundle", "mode"), rows.stream().map(ReceiptRow::kind).toList());
        assertEquals(
                List.of("org.example.hello 1.0.0 -> 1.0.1", "default vxlan -> geneve"),
                rows.stream().map(ReceiptRow::what).toList());
        assertEquals("host-a", rows.get(0).signer());
        assertEquals(1, ChangeRow.list(receipts).size(), "a bundle swap is no mode change");
    }

    @Test
    void verifiesBothKinds() {
        for (JsonNode signed : receipts.list()) {
            assertTrue(receipts.verify(signed).good(), signed::toString);
            ObjectNode changed = signed.deepCopy();
            changed.withObject("/receipt").put("result", "improved");
            assertFalse(receipts.verify(changed).good(), changed::toString);
            assertThrows(IllegalArgumentException.class, () -> receipts.add(changed));
        }
    }

    @Test
    void findsOneByItsIdAsTheSwapPrintedIt() {
        assertEquals(
                "bundle",
                receipts.get("20260101T130000000000000Z")
                        .orElseThrow()
                        .at("/receipt/kind")
                        .asText());
        assertEquals(Optional.empty(), receipts.get("20260101"), "two begin so");
        assertTrue(receipts.get("20260101t12").isPresent());
    }

    @Test
    void refusesAnIdThatWouldLeaveTheFolder() {
        SignedBook book = new SignedBook(receipts);
        ObjectNode bad = bundle().put("id", "../key");
        assertThrows(IllegalArgumentException.class, () -> book.sign(bad));
    }
}
