using System.Text.Json;
using AgentScript.Model;
using AgentScript.Running;
using AgentScript.Tests.Syntax;
using Xunit.Abstractions;

namespace AgentScript.Tests.Running;

/// <summary>What holds for every script: 127 public ones and ours, with models, tools and customers that answer by chance.</summary>
public sealed class AnyScriptTests(ITestOutputHelper output)
{
    private static IEnumerable<(string Path, Script Script)> Scripts(params string[] folders) =>
        Corpus.Read(folders).Append(("retail-support.agent", Sample.RetailSupport())).Select(s => (s.Item1, Script.Parse(s.Item2, s.Item1)));

    [Fact]
    public void Every_turn_of_every_script_ends_with_words_or_a_person_and_the_same_way_twice()
    {
        var (turns, effects, defects) = (0, 0, new List<string>());
        foreach (var (path, script) in Scripts("examples", "recipes", "fixtures", "broken"))
        {
            for (var seed = 0; seed < 3 * Corpus.Seeds; seed++)
            {
                var first = new Dice(seed).Run(script, 8, f => f, step =>
                {
                    effects++;
                    if (step.Effect is Reply or Ask or Confirm or Handoff or EndSession) turns++;
                    if (step.Effect is EndTurn) defects.Add($"{path}: a turn without words at {step.Frame.Position}");
                    if (step.Effect is Reply { Text: var text } && string.IsNullOrWhiteSpace(text)) defects.Add($"{path}: an empty reply");
                    defects.AddRange(step.Trace.Where(t => t.Kind == "defect").Select(t => $"{path}: {t.Name}"));
                    var size = JsonSerializer.SerializeToUtf8Bytes(step.Frame).Length;
                    if (size > 48 * 1024) defects.Add($"{path}: a frame of {size} bytes");
                    Assert.True(step.Trace.Length <= Limits.TraceRecords);
                });
                Assert.Equal(first, new Dice(seed).Run(script, 8, f => f));
            }
        }
        output.WriteLine($"{turns} turns, {effects} effects");
        Assert.Empty(defects.Distinct().Take(20));
        Assert.True(turns >= 48);
    }

    [Fact]
    public void Stopping_after_any_effect_and_going_on_elsewhere_is_the_same_conversation()
    {
        foreach (var (path, script) in Scripts("examples", "recipes", "fixtures"))
        {
            for (var seed = 100; seed < 100 + 2 * Corpus.Seeds; seed++)
            {
                var whole = new Dice(seed).Run(script, 6, f => f);
                Assert.True(whole.SequenceEqual(new Dice(seed).Run(script, 6, Dice.Stored1)), path);
                Assert.True(whole.SequenceEqual(new Dice(seed).Run(script, 6, Dice.Stored2)), path);
            }
        }
    }

    [Fact]
    public void A_result_that_nobody_waits_for_changes_nothing()
    {
        var script = Script.Parse(Sample.RetailSupport());
        var idle = Interpreter.Next(script, Dice.Start, new CustomerMessage("hello", default)).Frame;
        foreach (var result in new Result?[] { null, new ToolResult("ok", default), new ModelAnswer("hm", []), new AgentAnswer("hm"), new Confirmed(true) })
        {
            var step = Interpreter.Next(script, idle, result);
            Assert.IsType<EndTurn>(step.Effect);
            Assert.Same(idle, step.Frame);
            Assert.Equal("ignored", Assert.Single(step.Trace).Kind);
        }
    }

    [Fact]
    public void Every_kind_of_result_at_every_place_gives_a_step()
    {
        foreach (var (_, script) in Scripts("examples"))
        {
            var frames = new List<Frame>();
            for (var seed = 0; seed < 5; seed++) new Dice(seed).Run(script, 6, f => f, step => frames.Add(step.Frame));
            foreach (var frame in frames)
            {
                foreach (var result in new Result[] { new CustomerMessage("yes", default), new ToolResult("failed", default), new ModelAnswer(null, default), new AgentAnswer(null), new Confirmed(false), new ToolResult("ok", default) })
                    Assert.DoesNotContain(Interpreter.Next(script, frame, result).Trace, t => t.Kind == "defect");
            }
        }
    }

    [Fact]
    public void Damaged_scripts_run_to_an_end_too()
    {
        var random = new Random(7);
        foreach (var (path, text) in Corpus.Read("examples").Append(("retail-support.agent", Sample.RetailSupport())))
        {
            for (var round = 0; round < 60 * Corpus.Seeds; round++)
            {
                var lines = text.Split('\n').ToList();
                for (var damage = 0; damage < 4; damage++)
                {
                    var at = random.Next(lines.Count);
                    switch (random.Next(4))
                    {
                        case 0: lines.RemoveAt(at); break;
                        case 1: lines.Insert(at, lines[random.Next(lines.Count)]); break;
                        case 2: lines[at] = "    " + lines[at]; break;
                        default: lines[at] = lines[at].Length > 4 ? lines[at][4..] : lines[at]; break;
                    }
                }
                var script = Script.Parse(string.Join('\n', lines));
                new Dice(round).Run(script, 4, Dice.Stored1, step =>
                    Assert.False(step.Effect is EndTurn || step.Trace.Any(t => t.Kind == "defect"), $"{path}, round {round}: {string.Join(",", step.Trace)}"));
            }
        }
    }
}
