package dev.mignet.apache.migration;

import dev.mignet.nodes.testing.RequiresRoot;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link ForeignClients} of nginx as it comes. */
@RequiresRoot
class NginxIT extends ForeignClients {
  private static final String SERVICE =
      """
      { exec: { command: nginx -e stderr -p . -c nginx.conf, ready: { port: 80 } } } ]
          files:
            nginx.conf: |
              daemon off;
              pid nginx.pid;
              events {}
              http {
                access_log off;
                client_body_temp_path temp;
                proxy_temp_path temp;
                fastcgi_temp_path temp;
                uwsgi_temp_path temp;
                scgi_temp_path temp;
                server {
                  listen 80;
                  root www;
                }
              }
      """;

  @RegisterExtension static final TestLab LAB = new TestLab(topology(SERVICE));

  @Override
  TestLab lab() {
    return LAB;
  }
}
