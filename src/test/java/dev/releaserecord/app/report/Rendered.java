package dev.releaserecord.app.report;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** A page as a reader of Markdown sees it. */
final class Rendered {

  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  private final Node page;

  private Rendered(Node page) {
    this.page = page;
  }

  static Rendered of(String markdown) {
    return new Rendered(PARSER.parse(markdown));
  }

  /** The words of a node, however they are set. */
  static String words(Node node) {
    StringBuilder words = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text text) {
            words.append(text.getLiteral());
          }

          @Override
          public void visit(Code code) {
            words.append(code.getLiteral());
          }
        });
    return words.toString();
  }

  /** The words of the cells, row by row, head included. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    page.accept(
        new AbstractVisitor() {
          @Override
          public void visit(CustomNode node) {
            if (node instanceof TableRow) {
              rows.add(new ArrayList<>());
            }
            if (node instanceof TableCell) {
              rows.getLast().add(words(node));
            }
            visitChildren(node);
          }
        });
    return rows;
  }

  List<String> headings() {
    List<String> headings = new ArrayList<>();
    page.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            headings.add(words(heading));
          }
        });
    return headings;
  }

  List<String> fences() {
    List<String> fences = new ArrayList<>();
    page.accept(
        new AbstractVisitor() {
          @Override
          public void visit(FencedCodeBlock fence) {
            fences.add(fence.getLiteral());
          }
        });
    return fences;
  }

  /** What a value must never become. */
  List<Node> active() {
    List<Node> active = new ArrayList<>();
    page.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            active.add(link);
          }

          @Override
          public void visit(Image image) {
            active.add(image);
          }

          @Override
          public void visit(HtmlInline html) {
            active.add(html);
          }

          @Override
          public void visit(HtmlBlock html) {
            active.add(html);
          }
        });
    return active;
  }

  /** The blocks of the page. */
  List<Node> blocks() {
    List<Node> blocks = new ArrayList<>();
    for (Node it = page.getFirstChild(); it != null; it = it.getNext()) {
      blocks.add(it);
    }
    return blocks;
  }
}
