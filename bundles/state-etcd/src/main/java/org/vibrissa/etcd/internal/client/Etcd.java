package org.vibrissa.etcd.internal.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.vibrissa.etcd.internal.client.EtcdException.Kind;

/** etcd as we use it. Calls wait; thread safe. */
public final class Etcd implements AutoCloseable {
    private final Gateway gateway;

    /**
     * Connects at the first call.
     *
     * @throws EtcdException when a file with a certificate or key is not usable
     */
    public Etcd(EtcdAccess access) throws EtcdException {
        gateway = new Gateway(access);
    }

    /**
     * Keys in order.
     *
     * @param header of which etcd and as of which revision
     * @param more whether there are more behind the last
     */
    public record Page(Header header, List<KeyValue> keys, boolean more) {}

    /**
     * What became of a transaction.
     *
     * @param there what was asked for when it was not carried out, as far as it is there
     */
    public record Outcome(Header header, boolean done, List<KeyValue> there) {}

    /**
     * Keys from {@code first} on and before {@code end}.
     *
     * @param revision as of when; 0 = now
     * @param limit most of them
     */
    public Page range(String first, String end, long revision, int limit) throws EtcdException {
        ObjectNode body = Gateway.JSON.createObjectNode();
        body.put("key", Transaction.base64(first));
        body.put("range_end", Transaction.base64(end));
        body.put("revision", Long.toString(revision));
        body.put("limit", Integer.toString(limit));
        JsonNode answer = gateway.call("kv/range", body);
        List<KeyValue> keys = new ArrayList<>();
        answer.path("kvs").forEach(kv -> keys.add(keyValue(kv, false)));
        return new Page(Header.of(answer), keys, answer.path("more").asBoolean());
    }

    public Optional<KeyValue> get(String key) throws EtcdException {
        Page page = range(key, key + "\0", 0, 1);
        return page.keys().stream().findFirst();
    }

    /** How etcd is now, without anything of what is in it. */
    public Header header(String key) throws EtcdException {
        return range(key, key + "\0", 0, 1).header();
    }

    /**
     * How many keys a range has in all, and whether any was put since.
     *
     * @param fresh whether there is a key that was put after the revision asked about
     */
    public record Census(Header header, long count, boolean fresh) {}

    /** Looks whether a range has changed, without the content. */
    public Census census(String first, String end, long since) throws EtcdException {
        ObjectNode body = Gateway.JSON.createObjectNode();
        body.put("key", Transaction.base64(first));
        body.put("range_end", Transaction.base64(end));
        body.put("min_mod_revision", Long.toString(since + 1));
        body.put("limit", "1");
        body.put("keys_only", true);
        JsonNode answer = gateway.call("kv/range", body);
        return new Census(
                Header.of(answer), answer.path("count").asLong(), !answer.path("kvs").isEmpty());
    }

    public Outcome commit(Transaction transaction) throws EtcdException {
        JsonNode answer = gateway.call("kv/txn", transaction.body());
        List<KeyValue> there = new ArrayList<>();
        for (JsonNode response : answer.path("responses")) {
            for (JsonNode kv : response.path("response_range").path("kvs")) {
                there.add(keyValue(kv, false));
            }
        }
        return new Outcome(Header.of(answer), answer.path("succeeded").asBoolean(), there);
    }

    /** A new lease's number. */
    public long grant(Duration life) throws EtcdException {
        ObjectNode body = Gateway.JSON.createObjectNode();
        body.put("TTL", Long.toString(life.toSeconds()));
        return gateway.call("lease/grant", body).path("ID").asLong();
    }

    /**
     * Makes a lease last its whole life from now on.
     *
     * @throws EtcdException of kind LEASE_GONE when it has ended
     */
    public Header keepAlive(long lease) throws EtcdException {
        ObjectNode body = Gateway.JSON.createObjectNode();
        body.put("ID", Long.toString(lease));
        JsonNode answer = gateway.call("lease/keepalive", body);
        if (answer.path("result").path("TTL").asLong() <= 0) {
            throw new EtcdException(
                    Kind.LEASE_GONE, gateway.endpoint() + ": lease " + lease + " has ended");
        }
        return Header.of(answer.path("result"));
    }

    /** Ends a lease and what goes with it. */
    public void revoke(long lease) throws EtcdException {
        ObjectNode body = Gateway.JSON.createObjectNode();
        body.put("ID", Long.toString(lease));
        gateway.call("lease/revoke", body);
    }

    /** Whether etcd has raised its alarm that the database is full. */
    public boolean full() throws EtcdException {
        ObjectNode body = Gateway.JSON.createObjectNode();
        body.put("action", "GET");
        for (JsonNode alarm : gateway.call("maintenance/alarm", body).path("alarms")) {
            if ("NOSPACE".equals(alarm.path("alarm").asText())) {
                return true;
            }
        }
        return false;
    }

    /** Changes from a revision on; returns when etcd has accepted it. */
    public WatchStream watch(String first, String end, long revision) throws EtcdException {
        ObjectNode body = Gateway.JSON.createObjectNode();
        body.putObject("create_request")
                .put("key", Transaction.base64(first))
                .put("range_end", Transaction.base64(end))
                .put("start_revision", Long.toString(revision))
                .put("progress_notify", true);
        URI endpoint = gateway.endpoint();
        return new WatchStream(gateway.stream("watch", body), endpoint);
    }

    /** The endpoint in use. */
    public URI endpoint() {
        return gateway.endpoint();
    }

    /** How long answers take of late, the longest of them. */
    public Duration slowest() {
        return gateway.slowest();
    }

    static KeyValue keyValue(JsonNode kv, boolean deleted) {
        return new KeyValue(
                text(kv.path("key")),
                text(kv.path("value")),
                kv.path("mod_revision").asLong(),
                kv.path("lease").asLong(),
                deleted);
    }

    private static String text(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
