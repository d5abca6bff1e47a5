package dev.releaserecord.check.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One connection, whose every step ends by the deadline. */
final class Connection implements AutoCloseable {

  private final Socket socket;
  private final Deadline deadline;

  private Connection(Socket socket, Deadline deadline) {
    this.socket = socket;
    this.deadline = deadline;
  }

  /** Nobody listens there, which is an answer of a kind. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(Throwable cause) {
      super(cause);
    }
  }

  static Connection open(AddressGuard guard, String host, int port, Deadline deadline)
      throws NotAsked, Refused, InterruptedException {
    InetAddress address = guard.resolve(host, deadline);
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, port), deadline.millis());
      return new Connection(socket, deadline);
    } catch (SocketTimeoutException e) {
      close(socket);
      throw new NotAsked("no connection to " + host + ":" + port + " in time", e);
    } catch (NoRouteToHostException e) {
      close(socket);
      throw new NotAsked("no route to " + host + ":" + port, e);
    } catch (ConnectException e) {
      close(socket);
      throw new Refused(e);
    } catch (IOException e) {
      close(socket);
      throw new NotAsked("no connection to " + host + ":" + port, e);
    }
  }

  /**
   * The same, secured.
   *
   * @param discreet what may be shown of what the other side wrote
   */
  Connection secured(Target target, Trust trust, UnaryOperator<String> discreet) throws NotAsked {
    try {
      SSLSocket secure =
          (SSLSocket)
              trust
                  .context()
                  .getSocketFactory()
                  .createSocket(socket, target.serverName(), target.port(), true);
      if (trust.names()) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
      }
      socket.setSoTimeout(deadline.millis());
      secure.startHandshake();
      return new Connection(secure, deadline);
    } catch (IOException e) {
      close(socket);
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
      throw new NotAsked("TLS with " + target + " failed: " + discreet.apply(why), e);
    }
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  InputStream in() throws IOException {
    InputStream in = socket.getInputStream();
    return new InputStream() {
      @Override
      public int read() throws IOException {
        socket.setSoTimeout(deadline.millis());
        return in.read();
      }

      @Override
      public int read(byte[] to, int from, int length) throws IOException {
        socket.setSoTimeout(deadline.millis());
        return in.read(to, from, length);
      }
    };
  }

  @Override
  public void close() {
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
