using System.Collections.Immutable;

namespace FunctionsAgent.Evaluation;

/// <summary>What a classifier of intents did with messages it had not seen. Shares are 0 to 1, of the messages in scope unless said otherwise.</summary>
/// <param name="InScope">Messages in scope that were read; those out of scope are <paramref name="OutOfScope"/>.</param>
/// <param name="InScopeAccuracy">Given to the right intent; one that was rejected or asked about counts as wrong. Null without any.</param>
/// <param name="AccuracyWithoutRejection">The most probable intent was the right one, sure or not.</param>
/// <param name="Wrong">Given to a wrong intent.</param>
/// <param name="Ambiguous">Asked about: two or three intents in question.</param>
/// <param name="AmbiguousWithRight">Asked about, with the right intent in question.</param>
/// <param name="OutOfScopeRecall">Of those out of scope, given to no intent and not asked about. Null without any.</param>
/// <param name="CalibrationError">Expected calibration error over ten bins, of all messages.</param>
/// <param name="Threshold">Chosen on examples held back from training; with folds the mean.</param>
/// <param name="TrainSeconds">Of one training; with folds the mean.</param>
/// <param name="MillisecondsPerMessage">Of one reading.</param>
/// <param name="UnseenIntents">In the test data and not in the training data: their messages cannot be read right.</param>
public sealed record EvalIntentsFigures(
    int Intents, int Folds, int Train, int InScope, int OutOfScope, double? InScopeAccuracy, double? AccuracyWithoutRejection, double? Wrong, double? Ambiguous, double? AmbiguousWithRight,
    double? OutOfScopeRecall, double CalibrationError, double Threshold, double TrainSeconds, double MillisecondsPerMessage, ImmutableArray<string> UnseenIntents);
