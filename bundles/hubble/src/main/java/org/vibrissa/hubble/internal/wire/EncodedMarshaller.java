package org.vibrissa.hubble.internal.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Gives gRPC answers that are encoded already. */
final class EncodedMarshaller implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] answer) {
        return new Answer(answer);
    }

    @Override
    public byte[] parse(InputStream stream) {
        throw new UnsupportedOperationException("a server does not read its answers");
    }

    /** Is written in one go to where gRPC wants it. */
    private static final class Answer extends ByteArrayInputStream
            implements KnownLength, Drainable {
        Answer(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int length = available();
            target.write(buf, pos, length);
            pos = count;
            return length;
        }
    }
}
