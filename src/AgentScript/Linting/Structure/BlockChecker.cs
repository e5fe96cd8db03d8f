using System.Collections.Immutable;
using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting.Structure;

/// <summary>Keys of blocks: which are known, required, deprecated, named, and there once.</summary>
internal sealed class BlockChecker
{
    private readonly LintContext context;
    private readonly FieldChecker fields;

    public BlockChecker(LintContext context)
    {
        this.context = context;
        fields = new FieldChecker(context, this);
    }

    public void Root(Dialect dialect)
    {
        var members = context.Tree.Mapping.Members;
        KeyUniqueness.Check(context, members);
        EntrySyntax? single = null;
        foreach (var member in members)
        {
            if (member is not EntrySyntax entry)
            {
                Misplaced(member, "at the top of a script");
                continue;
            }
            if (dialect.Root.Find(entry.Key.First.Text) is not { } field)
            {
                context.Error("unknown-block", $"'{entry.Key.Text}' is no block of the dialect {dialect.Name}.{Suggestion.DidYouMean(entry.Key.First.Text, Names(dialect.Root))}", entry.Key);
                Unknown(entry.Body);
                continue;
            }
            if (field.IsSingular && single is not null)
            {
                context.Error("singular-collection", $"A script has one {field.Name}; the first is '{single.Key.Text}'. Make this a subagent.", entry.Key);
            }
            if (field.IsSingular) single ??= entry;
            Named(entry, field);
            fields.Check(entry, field);
        }
    }

    /// <param name="owner">Whose fields these are; required ones that are absent are reported at its key.</param>
    public void Fields(EntrySyntax owner, BodySyntax? body, Block block)
    {
        var mapping = body as MappingSyntax ?? MappingSyntax.Empty;
        if (body is SequenceSyntax or ValueBodySyntax { Value: not IdentifierSyntax { Name: "empty" } })
        {
            context.Error("type-mismatch", $"'{owner.Key.Text}' expects fields, one 'name: value' a line.", body);
        }
        block = Variant(mapping, block);
        Members(owner.Key, mapping, block);
    }

    /// <summary>The fields of an item of a sequence.</summary>
    public void Members(SyntaxNode owner, MappingSyntax mapping, Block block)
    {
        KeyUniqueness.Check(context, mapping.Members);
        foreach (var member in mapping.Members)
        {
            if (member is EntrySyntax entry) Field(entry, block);
            else Misplaced(member, "among the fields of a block");
        }
        Required(owner, mapping, block);
    }

    public void Field(EntrySyntax entry, Block block)
    {
        if (block.Find(entry.Key.First.Text) is not { } field)
        {
            Unknown(entry, block);
            return;
        }
        if (entry.Key.Second is not null) context.Error("unexpected-block-name", $"'{field.Name}' takes no name; expected '{field.Name}:'.", entry.Key);
        Deprecation(entry, field);
        fields.Check(entry, field);
    }

    /// <summary>Entries at any depth below a key nobody knows are as unknown as it is.</summary>
    public void Unknown(BodySyntax? body)
    {
        if (body is SequenceSyntax sequence)
        {
            foreach (var item in sequence.Items) Unknown(item.Body);
        }
        if (body is not MappingSyntax mapping) return;
        foreach (var member in mapping.Members)
        {
            if (member is EntrySyntax entry) Unknown(entry, null);
        }
    }

    public void Misplaced(MemberSyntax member, string where)
    {
        if (member is not ErrorStatementSyntax) context.Error("syntax-error", $"A statement has no place {where}; expected 'name: value'.", member);
    }

    private void Unknown(EntrySyntax entry, Block? block)
    {
        var meant = block is null ? "" : Suggestion.DidYouMean(entry.Key.Text, Names(block));
        var expected = block is { Fields.Length: > 0 and <= 8 } && meant.Length == 0 ? $" Expected {string.Join(", ", Names(block))}." : "";
        context.Error("unknown-field", $"'{entry.Key.Text}' is no field here.{meant}{expected}", entry.Key);
        Unknown(entry.Body);
    }

    private void Named(EntrySyntax entry, Field field)
    {
        Deprecation(entry, field);
        switch (field.IsNamed, entry.Key.Second)
        {
            case (false, not null):
                context.Error("unexpected-block-name", $"There is one '{field.Name}' and it has no name; expected '{field.Name}:'.", entry.Key);
                break;
            case (true, null):
                context.Warning("anonymous-named-block", $"This {field.Name} has no name, so nothing can refer to it; expected '{field.Name} NAME:'.", entry.Key);
                break;
            case (true, { } name) when field.Names.Length > 0 && !field.Names.Contains(name.Text):
                context.Error("unknown-variant", $"'{name.Text}' is no {field.Name}; expected {string.Join(", ", field.Names)}.", name);
                break;
        }
    }

    private void Deprecation(EntrySyntax entry, Field field)
    {
        if (field.Instead is not null) context.Warning("deprecated-field", $"'{field.Name}' is deprecated; write {field.Instead}.", entry.Key.First);
    }

    private void Required(SyntaxNode owner, MappingSyntax mapping, Block block)
    {
        foreach (var field in block.RequiredFields)
        {
            if (Find(mapping.Members, field.Name) is null) context.Error("missing-required-field", $"'{field.Name}' is required here and absent.", owner);
        }
    }

    private Block Variant(MappingSyntax mapping, Block block)
    {
        if (block.Discriminator is null || Find(mapping.Members, block.Discriminator) is not { Value: StringSyntax { Value: var text } value }) return block;
        foreach (var (prefix, variant) in block.Variants)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal)) return variant;
        }
        context.Error("unknown-variant", $"'{text}' is no known {block.Discriminator}; expected an address that begins with {string.Join(" or ", block.Variants.Select(v => v.Prefix))}.", value);
        return block;
    }

    private static EntrySyntax? Find(ImmutableArray<MemberSyntax> members, string name)
    {
        foreach (var member in members)
        {
            if (member is EntrySyntax entry && entry.Key.First.Text == name) return entry;
        }
        return null;
    }

    private static IEnumerable<string> Names(Block block) => block.Fields.Select(f => f.Name);
}
