namespace FunctionsAgent.Agents;

/// <summary>Reads <c>models</c> of <c>agent.yaml</c>.</summary>
internal sealed class ModelPlanReader(Values values)
{
    private const int MostTokens = 1_000_000;

    public ModelPlan Read(YamlNode node)
    {
        var plan = ModelPlan.Default;
        var models = new Fields(node, "models", values);
        if (models.Take("use") is { } use) plan = plan with { Use = values.List(use, "models.use", item => values.Name(item, "An endpoint of models.use")) };
        if (models.Take("deadline") is { } deadline) plan = plan with { Deadline = Deadline(deadline) };
        if (models.Take("maxOutput") is { } most) plan = plan with { MaxOutput = values.Whole(most, "models.maxOutput", 16, 32_000) };
        if (models.Take("boundaries") is { } boundaries) plan = plan with { Boundaries = values.Texts(boundaries, "models.boundaries") };
        if (models.Take("retentionDays") is { } days) plan = plan with { RetentionDays = values.Whole(days, "models.retentionDays", 0, 3_650) };
        if (models.Take("tokens") is { } tokens) plan = plan with { Limits = Limits(new Fields(tokens, "models.tokens", values)) };
        if (models.Take("cost") is { } cost) plan = plan with { Limits = plan.Limits with { CostPerDay = Cost(new Fields(cost, "models.cost", values)) } };
        if (models.Take("context") is { } context) plan = plan with { Context = Context(new Fields(context, "models.context", values)) };
        models.Done();
        return plan;
    }

    private TimeSpan Deadline(YamlNode node)
    {
        var deadline = values.Duration(node, "models.deadline");
        if (deadline > TimeSpan.FromMinutes(5)) values.Errors.Add(node.At, "models.deadline is at most 5m: a turn's queue message is held meanwhile.");
        return deadline;
    }

    private ModelLimits Limits(Fields tokens)
    {
        var limits = new ModelLimits(
            Take(tokens, "turn", "models.tokens", ModelPlan.Default.Limits.Turn), Take(tokens, "node", "models.tokens", ModelPlan.Default.Limits.Node),
            tokens.Take("day") is { } day ? values.Whole(day, "models.tokens.day", 1, int.MaxValue) : null);
        tokens.Done();
        return limits;
    }

    private double? Cost(Fields cost)
    {
        double? day = null;
        if (cost.Need("day", "an amount like 25 or 2.5") is { } amount)
        {
            if (amount is YamlScalar { Type: ScalarType.Number, Number: > 0 and <= 1_000_000 } number) day = number.Number;
            else values.Errors.Add(amount.At, $"models.cost.day is an amount above 0, up to 1000000{Values.Found(amount)}.");
        }
        cost.Done();
        return day;
    }

    private ContextLimits Context(Fields context)
    {
        var standard = new ContextLimits();
        var limits = new ContextLimits(
            Take(context, "instructions", "models.context", standard.Instructions), Take(context, "history", "models.context", standard.History), Take(context, "knowledge", "models.context", standard.Knowledge),
            Take(context, "tools", "models.context", standard.Tools), Take(context, "words", "models.context", standard.Words));
        context.Done();
        return limits;
    }

    private int Take(Fields fields, string key, string of, int otherwise) => fields.Take(key) is { } node ? values.Whole(node, $"{of}.{key}", 1, MostTokens) : otherwise;
}
