package org.vibrissa.endpoint.internal.identify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.Status;

final class EndpointLabelsTest {
    @ParameterizedTest
    @CsvSource({
        "{'netns':'ns1'},netns:name=ns1",
        "{'netns':'/run/netns/ns 1'},",
        "{'netns':'/run/netns/ns2'},netns:name=ns2",
        "{'pid':1},",
        "{'kind':'device';'device':'tap0';'mac':'02:00:00:00:00:01'},vm:name=web",
        "{'kind':'cgroup';'unit':'a@b.service'},unit:name=a@b.service",
        "{'kind':'cgroup';'cgroup':'/sys/fs/cgroup/x/b.scope'},unit:name=b.scope"
    })
    void saysWhatAnEndpointIs(String spec, String thing) throws JsonProcessingException {
        List<String> expected =
                thing == null
                        ? List.of("any:org=empire", "k8s:io.kubernetes.pod.namespace=space")
                        : List.of("any:org=empire", "k8s:io.kubernetes.pod.namespace=space", thing);
        assertEquals(expected, labels(spec));
    }

    @ParameterizedTest
    @CsvSource({"{'kind':'host'},reserved:host", "{'pid':1;'reserved':'health'},reserved:health"})
    void saysNothingElseOfWhatIsReserved(String spec, String label) throws JsonProcessingException {
        assertEquals(List.of(label), labels(spec));
    }

    private static List<String> labels(String text) throws JsonProcessingException {
        JsonNode spec = new ObjectMapper().readTree(text.replace('\'', '"').replace(';', ','));
        Resource resource =
                new Resource(
                        "vibrissa.org/v1",
                        "Endpoint",
                        Metadata.of("web", "space", Map.of("org", "empire"), Map.of()),
                        spec,
                        Status.pending("", Instant.EPOCH));
        return EndpointLabels.of(resource, EndpointSpec.decode(spec)).texts();
    }
}
