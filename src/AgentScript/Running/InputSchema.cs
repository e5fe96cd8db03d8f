using System.Text.Json;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>The JSON Schema of what the model fills in when it calls a tool: those inputs and no others.</summary>
internal static class InputSchema
{
    private const string FromCustomer = "The value comes from the customer; never invent it.";

    /// <summary>An input the model fills.</summary>
    public sealed record Field(string Name, Declaration? Declaration, bool IsRequired);

    /// <summary>Inputs bound to <c>...</c>; and those that are required and have neither a binding nor a default.</summary>
    public static List<Field> Fields(IEnumerable<Declaration> inputs, IEnumerable<BindingSyntax> bindings)
    {
        var declared = inputs.ToList();
        var bound = bindings.ToList();
        var fields = new List<Field>();
        foreach (var name in bound.Where(b => b.Value is EllipsisSyntax).Select(b => b.Name.Text).Distinct(StringComparer.Ordinal))
        {
            var input = declared.LastOrDefault(d => d.Name == name);
            fields.Add(new(name, input, input is null || (input.Default is null && input.Flag("is_required") != false)));
        }
        foreach (var input in declared)
        {
            if (input.Default is null && input.Flag("is_required") == true && bound.All(b => b.Name.Text != input.Name)) fields.Add(new(input.Name, input, true));
        }
        return fields;
    }

    public static JsonElement Of(IEnumerable<Field> fields)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var all = fields.ToList();
            json.WriteStartObject();
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var field in all.DistinctBy(f => f.Name))
            {
                json.WriteStartObject(field.Name);
                Write(json, field.Declaration);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteStartArray("required");
            foreach (var field in all.DistinctBy(f => f.Name).Where(f => f.IsRequired)) json.WriteStringValue(field.Name);
            json.WriteEndArray();
            json.WriteBoolean("additionalProperties", false);
            json.WriteEndObject();
        }
        return JsonElement.Parse(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Declaration? declaration)
    {
        if (declaration is null) return;
        if (declaration.IsList)
        {
            json.WriteString("type", "array");
            json.WriteStartObject("items");
            Write(json, declaration.Type);
            json.WriteEndObject();
        }
        else
        {
            Write(json, declaration.Type);
        }
        var description = declaration.Description ?? declaration.Text("label");
        if (declaration.Flag("is_user_input") == true) description = description is null ? FromCustomer : $"{description} {FromCustomer}";
        if (description is not null) json.WriteString("description", description);
    }

    private static void Write(Utf8JsonWriter json, string type)
    {
        var (name, format) = type switch
        {
            "number" or "currency" => ("number", null),
            "integer" or "long" => ("integer", null),
            "boolean" => ("boolean", null),
            "object" => ("object", null),
            "date" => ("string", "date"),
            "datetime" or "timestamp" => ("string", "date-time"),
            "time" => ("string", "time"),
            _ => ("string", (string?)null),
        };
        json.WriteString("type", name);
        if (format is not null) json.WriteString("format", format);
    }
}
