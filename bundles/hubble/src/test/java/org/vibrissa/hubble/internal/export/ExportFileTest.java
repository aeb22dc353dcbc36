package org.vibrissa.hubble.internal.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.hubble.proto.flow.FlowFilter;

class ExportFileTest {
    @Test
    void readsHubblesOwnShapeAndOurRotation() throws ExportFile.Invalid {
        Map<String, ExportSpec> specs =
                ExportFile.parse(
                        """
                        flowLogs:
                        - name: all
                          filePath: /var/log/all.json
                          fieldMask: []
                          includeFilters: []
                          excludeFilters: []
                        - name: drops
                          filePath: /var/log/drops.json
                          fieldMask: [time, verdict, source.pod_name]
                          includeFilters:
                          - verdict: [DROPPED]
                            source_pod: ["empire/"]
                          excludeFilters:
                          - '{"protocol":["udp"]}'
                          end: "2026-10-09T23:59:59-07:00"
                          fileMaxSizeMb: 1
                          fileMaxBackups: 2
                          fileCompress: true
                        """);
        assertEquals(List.of("all", "drops"), List.copyOf(specs.keySet()));
        assertEquals(ExportSpec.Rotation.USUAL, specs.get("all").rotation());
        assertEquals(
                new ExportSpec(
                        "drops",
                        Path.of("/var/log/drops.json"),
                        List.of(
                                FlowFilter.newBuilder()
                                        .addVerdictValue(2)
                                        .addSourcePod("empire/")
                                        .build()),
                        List.of(FlowFilter.newBuilder().addProtocol("udp").build()),
                        List.of("time", "verdict", "source.pod_name"),
                        Optional.of(Instant.parse("2026-10-10T06:59:59Z")),
                        new ExportSpec.Rotation(1 << 20, 2, true)),
                specs.get("drops"));
    }

    @Test
    void emptyFileNamesNobody() throws ExportFile.Invalid {
        assertEquals(Map.of(), ExportFile.parse(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[ | no YAML",
                "flowLogs: 3 | flowLogs is no list",
                "flowLogs: [{filePath: /a}] | an exporter has no name",
                "flowLogs: [{name: a}] | a: filePath is no absolute path",
                "flowLogs: [{name: a, filePath: a.json}] | a: filePath is no absolute path",
                "flowLogs: [{name: a, filePath: /a, filters: []}] | a: unknown key filters",
                "flowLogs: [{name: a, filePath: /a, includeFilters: 3}] | includeFilters is no list",
                "flowLogs: [{name: a, filePath: /a, includeFilters: [{pod: x}]}] | includeFilters[0]",
                "flowLogs: [{name: a, filePath: /a, end: soon}] | a: end is no time",
                "flowLogs: [{name: a, filePath: /a, fileMaxSizeMb: 0}] | fileMaxSizeMb is no number",
                "flowLogs: [{name: a, filePath: /a}, {name: a, filePath: /b}] | two exporters are called a",
                "flowLogs: [{name: a, filePath: /a}, {name: b, filePath: /b/../a}] | two exporters write /a"
            })
    void saysWhatIsWrong(String text, String problem) {
        Exception invalid = assertThrows(ExportFile.Invalid.class, () -> ExportFile.parse(text));
        assertTrue(invalid.getMessage().contains(problem), invalid.getMessage());
    }
}
