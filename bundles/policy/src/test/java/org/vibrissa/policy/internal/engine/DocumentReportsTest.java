package org.vibrissa.policy.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vibrissa.policy.internal.engine.Made.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.policy.internal.document.PolicyStatuses;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.ResourceKey;

final class DocumentReportsTest {
    private static final String SEE = " not in force, see: vibrissa policy list";
    private static final String D = "CiliumNetworkPolicy/default/";

    private final List<String> said = new ArrayList<>();
    private final DocumentReports reports =
            new DocumentReports(
                    new PolicyStatuses() {
                        @Override
                        public void inForce(ResourceKey document, List<Policy> policies) {
                            said.add(document.name() + " in force");
                        }

                        @Override
                        public void failed(
                                ResourceKey document, List<Policy> policies, String reason) {
                            said.add(document.name() + " " + reason);
                        }
                    });

    @BeforeEach
    void tell() {
        Map<ResourceKey, List<Policy>> all = new LinkedHashMap<>();
        for (String name : List.of("e", "d", "c", "b", "a")) {
            all.put(document(name), List.of());
        }
        reports.told(all, Set.of());
    }

    @Test
    void namesTheFirstThatAreNotInForce() {
        assertEquals("OK", reports.state());
        reports.lack(Map.of(document("b"), "full"), document -> false, 10);
        assertEquals(D + "b is" + SEE, reports.state());
        reports.lack(Map.of(document("a"), "full"), document -> false, 10);
        assertEquals(D + "a, " + D + "b are" + SEE, reports.state());
        for (String name : List.of("c", "d", "e")) {
            reports.lack(Map.of(document(name), "full"), document -> false, 10);
        }
        assertEquals(D + "a, " + D + "b, " + D + "c and 2 more are" + SEE, reports.state());
        assertEquals(5, reports.lacking());
        reports.told(Map.of(), Set.copyOf(reports.all()));
        assertEquals("OK", reports.state());
    }

    @Test
    void triesAgainWhatWasRefusedWhenThereIsMoreRoom() {
        reports.lack(Map.of(document("b"), "full"), document -> false, 10);
        reports.lack(Map.of(document("c"), "some rows are missing"), document -> true, 10);
        assertEquals(List.of(), reports.worthTrying(10));
        assertEquals(List.of(document("b")), reports.worthTrying(11));
        reports.inForce(document("b"));
        assertEquals(List.of(), reports.worthTrying(11));
        assertEquals(List.of("b full", "c some rows are missing", "b in force"), said);
    }

    @Test
    void saysOnceWhatIsHeldBackAndWhenItIsNoMore() {
        reports.heldBack(Map.of(document("a"), "endpoint 7 waits"));
        reports.heldBack(Map.of(document("a"), "endpoint 7 waits"));
        assertEquals(D + "a is" + SEE, reports.state());
        reports.heldBack(Map.of());
        reports.heldBack(Map.of());
        assertEquals(List.of("a endpoint 7 waits", "a in force"), said);
        assertEquals("OK", reports.state());
    }

    @Test
    void keepsWhatIsRefusedWhenItIsNotHeldBackAnyMore() {
        reports.heldBack(Map.of(document("a"), "endpoint 7 waits"));
        reports.lack(Map.of(document("a"), "full"), document -> false, 10);
        reports.heldBack(Map.of());
        assertEquals(List.of("a endpoint 7 waits", "a full"), said);
        assertEquals(1, reports.lacking());
    }

    @Test
    void saysNothingOfADocumentThatIsNoMore() {
        reports.told(Map.of(), Set.of(document("a")));
        reports.lack(Map.of(document("a"), "full"), document -> false, 10);
        assertEquals(List.of(), said);
        assertEquals("OK", reports.state());
    }
}
