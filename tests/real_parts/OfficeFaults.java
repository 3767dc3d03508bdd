import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.xmlbeans.SchemaType;
import org.apache.xmlbeans.SchemaTypeLoader;
import org.apache.xmlbeans.SchemaTypeSystem;
import org.apache.xmlbeans.XmlBeans;
import org.apache.xmlbeans.XmlCursor;
import org.apache.xmlbeans.XmlError;
import org.apache.xmlbeans.XmlObject;
import org.apache.xmlbeans.XmlOptions;

/** Prints what breaks the schemas in the parts of Office files, one line each, then how many
    parts were looked at. */
public class OfficeFaults {
    public static void main(String[] files) throws Exception {
        String holder = "org.apache.poi.schemas.ooxml.system.ooxml.TypeSystemHolder";
        SchemaTypeSystem office =
            (SchemaTypeSystem) Class.forName(holder).getField("typeSystem").get(null);
        SchemaTypeLoader all = XmlBeans.typeLoaderUnion(XmlBeans.getBuiltinTypeSystem(), office);
        int parts = 0;
        for (String file : files) {
            try (ZipFile zip = new ZipFile(file)) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    String name = entry.getName();
                    if (!name.endsWith(".xml") || !name.startsWith("ppt/")) continue;
                    parts++;
                    for (String fault : faults(zip.getInputStream(entry).readAllBytes(), office, all))
                        System.out.println(file + " " + name + " " + fault);
                }
            }
        }
        System.out.println(parts);
    }

    static List<String> faults(byte[] body, SchemaTypeSystem office, SchemaTypeLoader all)
            throws Exception {
        XmlCursor root = XmlObject.Factory.parse(new ByteArrayInputStream(body)).newCursor();
        root.toFirstChild();
        SchemaType type = office.findDocumentType(root.getName());
        if (type == null) return List.of("has an unknown root " + root.getName());
        XmlObject document = all.parse(new ByteArrayInputStream(body), type, new XmlOptions());
        List<XmlError> errors = new ArrayList<>();
        document.validate(new XmlOptions().setErrorListener(errors));
        List<String> found = new ArrayList<>();
        for (XmlError error : errors) found.add(error.getMessage());
        return found;
    }
}
