package org.vibrissa.state.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidDocuments;

class DocumentsTest {
    private static final String GOOD =
            """
            apiVersion: v1
            kind: A
            metadata: {name: a}
            """;

    private static List<Document> read(String text) {
        return new TextDocuments().read("in", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String refusal(String text) {
        return assertThrows(InvalidDocuments.class, () -> read(text)).getMessage();
    }

    @Test
    void readsSeveralDocumentsSkipsEmptyOnesAndExpandsAliases() {
        List<Document> documents =
                read(
                        """
                        # nothing here
                        ---
                        apiVersion: v1
                        kind: A
                        metadata:
                          name: a
                          labels: &l {x: "1"}
                          annotations: *l
                        spec: {n: 5, list: [&v {p: q}, *v]}
                        ---
                        ---
                        {"apiVersion": "v1", "kind": "B", "metadata": {"name": "b"}}
                        """);
        assertEquals(2, documents.size());
        assertEquals("1", documents.get(0).metadata().annotations().get("x"));
        assertEquals("q", documents.get(0).spec().at("/list/1/p").asText());
        assertTrue(documents.get(0).place("spec.n").endsWith("line 9"));
        assertTrue(documents.get(1).spec().isObject());
    }

    @Test
    void readsJsonAndListsOfResources() {
        List<Document> documents =
                read(
                        """
                        {"kind": "List", "apiVersion": "v1", "items": [
                          {"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"}},
                          {"apiVersion": "v1", "kind": "A", "metadata": {"name": "b"}}]}
                        """);
        assertEquals(List.of("a", "b"), documents.stream().map(d -> d.metadata().name()).toList());
        assertEquals("in, document 1, line 3", documents.get(1).place("metadata.name"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`kind: A\\nkind: B` | line 2: duplicate key \"kind\"; first in line 1",
                "`a: [1` | line 1: ",
                "`a: b: c` | line 1: mapping values are not allowed here",
                "`a:\\n\\t- b` | line 2: ",
                "`{\"a\": }` | line 1: Unexpected character",
                "`<<: {a: b}` | merge keys (<<) are not supported",
                "`a: *x` | alias",
                "`a: &x [*x]` | stands before the end of its anchor",
                "`a: .nan` | .nan",
                "`just text` | is no resource",
                "`- a` | is no resource",
                "`apiVersion: v1\\nkind: A\\nmetdata: {name: a}`"
                        + " | line 3: metdata: unknown field; did you mean \"metadata\"?",
                "`apiVersion: v1\\nkind: A` | metadata: is required",
                "`kind: A` | apiVersion: is required",
                "`apiVersion: v1\\nkind: A\\nmetadata:` | metadata: must be a map, not nothing",
                "`apiVersion: v1\\nkind: A\\nmetadata: {nam: a}` | metadata.nam: unknown field",
                "`apiVersion: v1\\nkind: A\\nmetadata:\\n  name: a\\n  lables: {}`"
                        + " | line 5: metadata.lables: unknown field; did you mean \"labels\"?",
                "`apiVersion: v1\\nkind: A\\nmetadata: {name: A_b}` | metadata.name: is not a DNS",
                "`apiVersion: v1\\nkind: A\\nmetadata: {name: 12}` | put it in quotes",
                "`apiVersion: v1\\nkind: A\\nmetadata: {name: a, labels: {v: 1.10}}`"
                        + " | metadata.labels.v: must be a text",
                "`apiVersion: v1\\nkind: A\\nmetadata: {name: a, labels: {v: \"b c\"}}`"
                        + " | is not a label value",
                "`apiVersion: v1\\nkind: A\\nmetadata: {name: a, labels: {-x: b}}` | is not a key",
                "`apiVersion: v1\\nkind: A\\nmetadata: {name: a, labels: {a_b/x: b}}`"
                        + " | prefix before / is not a DNS name",
            })
    void refusesWithDocumentAndLine(String text, String expected) {
        String yaml = text.replace("\\n", "\n").replace("\\t", "\t");
        String refusal = refusal(yaml);
        assertTrue(refusal.startsWith("in, document 1"), refusal);
        assertTrue(refusal.contains(expected), refusal);
        if (!yaml.startsWith("{")) {
            String second = refusal(GOOD + "---\n" + yaml);
            assertTrue(second.startsWith("in, document 2"), second);
        }
    }

    @Test
    void refusesWhatIsBeyondTheLimits() {
        assertTrue(refusal("a".repeat((4 << 20) + 1)).contains("more than the limit"));
        assertTrue(refusal("[".repeat(3000)).contains("nest"), "deep YAML");
        assertTrue(refusal("{\"a\":" + "[".repeat(3000)).contains("nest"), "deep JSON");
        StringBuilder laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String all = ("*a" + (i - 1) + ",").repeat(9);
            laughs.append("a%d: &a%d [%s]\n".formatted(i, i, all));
        }
        assertTrue(refusal(laughs.toString()).contains("more than 200000 values"));
        byte[] latin = {'a', ':', ' ', (byte) 0xe4};
        assertTrue(
                assertThrows(InvalidDocuments.class, () -> new TextDocuments().read("in", latin))
                        .getMessage()
                        .contains("is not UTF-8"));
    }

    @Test
    void namesEveryProblemOfAllDocuments() {
        InvalidDocuments refused =
                assertThrows(
                        InvalidDocuments.class,
                        () -> read("kind: A\n---\n" + GOOD + "---\napiVersion: v1\n"));
        assertEquals(2, refused.problems().size());
        assertTrue(refused.problems().get(1).location().startsWith("in, document 3"));
    }

    @Test
    void keepsSpecsOfCiliumKindsInsideTheSpecWithTheirLines() {
        Document document =
                read("""
                                apiVersion: cilium.io/v2
                                kind: CiliumNetworkPolicy
                                metadata: {name: a.b.c, generateName: x}
                                specs:
                                  - endpointSelector: {}
                                    ingress:
                                      - {}
                                """)
                        .get(0);
        assertTrue(document.spec().at("/specs/0/ingress/0").isObject());
        assertTrue(document.place("specs[0].ingress[0]").endsWith("line 7"));
        assertTrue(
                refusal("{apiVersion: v1, kind: A, metadata: {name: a}, specs: []}")
                        .contains("specs: unknown field; did you mean \"spec\"?"));
    }

    @Test
    void refusesNamesThatAreNoDnsNames() {
        assertTrue(refusal(GOOD.replace("name: a", "name: a..b")).contains("is not a DNS name"));
    }
}
