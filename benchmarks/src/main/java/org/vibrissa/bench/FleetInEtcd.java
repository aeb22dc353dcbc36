package org.vibrissa.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;
import org.vibrissa.fleet.version.Declaration;
import org.vibrissa.fleet.version.Stamp;
import org.vibrissa.fleet.version.Version;

/**
 * Agents of a fleet that is only in etcd: a Node each, a lease each, endpoint addresses each. Then
 * keeps the leases until its standard input ends.
 *
 * <p>Arguments: URL of etcd, prefix, nodes, endpoints per node. Prints {@code filled} when all is
 * there.
 */
public final class FleetInEtcd {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 120;
    private static final int LEASE_S = 60;
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String root;
    private ArrayNode batch = JSON.createArrayNode();

    private FleetInEtcd(URI url, String prefix) {
        this.url = url;
        root = prefix + "/v1/";
    }

    /**
     * Runs it.
     *
     * @throws Exception when etcd refuses something
     */
    public static void main(String[] args) throws Exception {
        FleetInEtcd fleet = new FleetInEtcd(URI.create(args[0]), args[1]);
        int nodes = Integer.parseInt(args[2]);
        int perNode = Integer.parseInt(args[3]);
        String[] leases = new String[nodes];
        for (int n = 0; n < nodes; n++) {
            leases[n] = fleet.agent(n, perNode);
        }
        fleet.flush();
        System.out.println("filled");
        Thread keeper = new Thread(() -> fleet.keep(leases), "leases");
        keeper.setDaemon(true);
        keeper.start();
        while (System.in.read() >= 0) {
            // Until the end.
        }
    }

    private void keep(String[] leases) {
        try {
            for (int next = 0; ; next = (next + 1) % leases.length) {
                call("lease/keepalive", JSON.createObjectNode().put("ID", leases[next]));
                Thread.sleep(LEASE_S * 1000L / 3 / leases.length + 1);
            }
        } catch (IOException e) {
            System.err.println("the agents' leases end: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String agent(int n, int perNode) throws IOException, InterruptedException {
        String lease =
                call("lease/grant", JSON.createObjectNode().put("TTL", Integer.toString(LEASE_S)))
                        .path("ID")
                        .asText();
        String name = "sim-" + n;
        put("nodes/" + name, name, lease);
        put("res/Node/-/" + name, node(n), "0");
        for (int e = 1; e <= perNode; e++) {
            put(
                    "ip/" + name + "/10." + (64 + n / 256) + "." + n % 256 + "." + e,
                    "{\"identity\":" + (256 + n * perNode + e) + ",\"endpoint\":\"e" + e + "\"}",
                    "0");
        }
        return lease;
    }

    private static String node(int n) throws IOException {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.putArray("addresses").add("198.18." + (1 + n / 200) + "." + (1 + n % 200));
        spec.putArray("prefixes").add("10." + (64 + n / 256) + "." + n % 256 + ".0/24");
        Declaration content =
                new Declaration("vibrissa.org/v1", new TreeMap<>(), new TreeMap<>(), spec);
        Version version = new Version(new Stamp(1_000_000L + n, 0), content.hash(), "sim-" + n);
        return JSON.writeValueAsString(content.json().put("version", version.toString()));
    }

    private void put(String key, String value, String lease)
            throws IOException, InterruptedException {
        batch.addObject()
                .putObject("request_put")
                .put("key", base64(root + key))
                .put("value", base64(value))
                .put("lease", lease);
        if (batch.size() == BATCH) {
            flush();
        }
    }

    private void flush() throws IOException, InterruptedException {
        ObjectNode transaction = JSON.createObjectNode();
        transaction.set("success", batch);
        batch = JSON.createArrayNode();
        call("kv/txn", transaction);
    }

    private com.fasterxml.jackson.databind.JsonNode call(String path, ObjectNode body)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                http.send(
                        HttpRequest.newBuilder(url.resolve("/v3/" + path))
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                JSON.writeValueAsBytes(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != OK) {
            throw new IOException(path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return JSON.readTree(answer.body());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
