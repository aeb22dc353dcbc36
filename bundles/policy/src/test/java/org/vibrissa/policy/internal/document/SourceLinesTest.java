package org.vibrissa.policy.internal.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vibrissa.state.Document;

class SourceLinesTest {
    private static final String POLICY =
            """
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata: {name: p}
            spec:
              endpointSelector: {}
              ingress:
                - fromEndpoints: [{}]
                - toPorts:
                    - ports: [{port: "80"}]
            """;

    @Test
    void keepTheLineOfEveryRule() {
        Document document = Texts.documents("dir/p.yaml", POLICY).get(0);
        SourceLines lines = SourceLines.of(document).orElseThrow();
        assertEquals(
                "dir/p.yaml|spec=4,spec.ingress[0]=7,spec.ingress[1]=8,"
                        + "spec.ingress[1].toPorts[0]=9",
                lines.text());
        assertEquals(lines, SourceLines.read(lines.text()));
        assertEquals(9, lines.line("spec.ingress[1].toPorts[0].ports[0]"));
        assertEquals(0, lines.line("metadata"));
        assertEquals(
                "CiliumNetworkPolicy default/p spec.ingress[1].toPorts[0] (dir/p.yaml:9)",
                Texts.translate(document).policies().get(0).rules().get(1).origin().toString());
    }

    @Test
    void areOfOneSizeHoweverLongTheDocumentIs() {
        String rules =
                IntStream.range(0, 3000)
                        .mapToObj(i -> "    - toPorts: [{ports: [{port: \"80\"}]}]\n")
                        .collect(Collectors.joining());
        String text = POLICY.substring(0, POLICY.indexOf("    - from")) + rules;
        Document document = Texts.documents("x".repeat(1000) + ".yaml", text).get(0);
        SourceLines lines = SourceLines.of(document).orElseThrow();
        assertTrue(lines.text().length() <= SourceLines.LIMIT);
        assertEquals(4, lines.line("spec.ingress[2999].toPorts[0]"));
        assertTrue(lines.file().endsWith("x.yaml"));
    }

    @Test
    void whatUsersWriteThereIsNoReasonToFail() {
        assertEquals(SourceLines.UNKNOWN, SourceLines.read(""));
        assertEquals(SourceLines.UNKNOWN, SourceLines.read("a.yaml"));
        assertEquals(Map.of("spec", 3), SourceLines.read("a|b|,=,x=y,spec=3,z=-1").lines());
        assertEquals(SourceLines.UNKNOWN, SourceLines.read("a|" + "x=1,".repeat(9000)));
    }

    @Test
    void whatWasExportedKeepsWhereItIsFrom() {
        String exported =
                POLICY.replace(
                        "{name: p}",
                        "{name: p, annotations: {policy.vibrissa.org/source: \"p.yaml|spec=4\"}}");
        assertEquals(
                Optional.empty(),
                SourceLines.of(Texts.documents("standard input", exported).get(0)));
        assertTrue(SourceLines.of(Texts.documents("new.yaml", exported).get(0)).isPresent());
    }
}
