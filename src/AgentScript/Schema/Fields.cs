namespace AgentScript.Schema;

/// <summary>The vocabulary the dialect tables are written in.</summary>
internal static class Fields
{
    public static Field Text(string name) => new(name, FieldKind.Text);

    public static Field Literal(string name) => new(name, FieldKind.Literal);

    public static Field NullableText(string name) => new(name, FieldKind.NullableText);

    public static Field Number(string name) => new(name, FieldKind.Number);

    public static Field Flag(string name) => new(name, FieldKind.Boolean);

    public static Field Reference(string name) => new(name, FieldKind.Reference);

    public static Field Constant(string name) => new(name, FieldKind.Constant);

    public static Field List(string name) => new(name, FieldKind.List);

    public static Field Procedure(string name) => new(name, FieldKind.Procedure);

    public static Field Deterministic(string name) => new(name, FieldKind.Deterministic);

    public static Field Sub(string name, params ReadOnlySpan<Field> fields) => new(name, FieldKind.Block) { Block = new Block(fields) };

    public static Field Sub(string name, Block block) => new(name, FieldKind.Block) { Block = block };

    public static Field Collection(string name, Block block) => new(name, FieldKind.Collection) { Block = block };

    public static Field Sequence(string name, params ReadOnlySpan<Field> fields) => new(name, FieldKind.Sequence) { Block = new Block(fields) };

    public static Field TypedMap(string name, params ReadOnlySpan<Field> properties) => new(name, FieldKind.TypedMap) { Block = new Block(properties) };

    public static Field Tools(string name, params ReadOnlySpan<Field> fields) => new(name, FieldKind.Tools) { Block = new Block(fields) };

    public static Field References(string name) => new(name, FieldKind.References);

    public static Field Anything(string name) => new(name, FieldKind.Anything);

    public static Field Named(string kind, Block block) => new(kind, FieldKind.Block) { Block = block, IsNamed = true };
}
