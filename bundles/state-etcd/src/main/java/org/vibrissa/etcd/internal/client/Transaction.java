package org.vibrissa.etcd.internal.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Changes that etcd makes all or, where a comparison does not hold, not at all. One thread. */
public final class Transaction {
    /** Most changes that etcd takes in one, unless it is told otherwise. */
    public static final int LIMIT = 128;

    private final ObjectNode body = Gateway.JSON.createObjectNode();
    private final ArrayNode compare = body.putArray("compare");
    private final ArrayNode success = body.putArray("success");
    private final ArrayNode failure = body.putArray("failure");

    /** Only when the key was last changed then; 0 = only when it is not there. */
    public Transaction unchanged(String key, long revision) {
        compare.addObject()
                .put("key", base64(key))
                .put("target", "MOD")
                .put("result", "EQUAL")
                .put("mod_revision", Long.toString(revision));
        return this;
    }

    /** Only when there is no key from {@code first} on and before {@code end}. */
    public Transaction none(String first, String end) {
        compare.addObject()
                .put("key", base64(first))
                .put("range_end", base64(end))
                .put("target", "CREATE")
                .put("result", "EQUAL")
                .put("create_revision", "0");
        return this;
    }

    /** Only when the key has this value. */
    public Transaction holds(String key, String value) {
        compare.addObject()
                .put("key", base64(key))
                .put("target", "VALUE")
                .put("result", "EQUAL")
                .put("value", base64(value));
        return this;
    }

    public Transaction put(String key, String value, long lease) {
        success.addObject()
                .putObject("request_put")
                .put("key", base64(key))
                .put("value", base64(value))
                .put("lease", Long.toString(lease));
        return this;
    }

    public Transaction delete(String key) {
        success.addObject().putObject("request_delete_range").put("key", base64(key));
        return this;
    }

    /** Keys from {@code first} on and before {@code end}. */
    public Transaction deleteRange(String first, String end) {
        success.addObject()
                .putObject("request_delete_range")
                .put("key", base64(first))
                .put("range_end", base64(end));
        return this;
    }

    /** When it was not carried out: what is there instead. */
    public Transaction orGet(String key) {
        failure.addObject().putObject("request_range").put("key", base64(key));
        return this;
    }

    public int size() {
        return success.size();
    }

    ObjectNode body() {
        return body;
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
