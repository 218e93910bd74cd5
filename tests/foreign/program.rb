# Asks and answers.
class Quiz
  QUESTIONS = %w{one two}.freeze

  def each
    QUESTIONS.each { |q| yield q if q =~ /o/ }
  end
end
puts Quiz.new.each { |q| "#{q}?" }
